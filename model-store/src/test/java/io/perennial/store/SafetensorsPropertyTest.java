// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SafetensorsPropertyTest {

    @Property(tries = 300)
    void whatIsWrittenIsReadAndWrittenAgainTheSame(@ForAll("files") Safetensors content) throws IOException {
        byte[] written = content.write();
        Safetensors read = Safetensors.read(written, "written");
        assertThat(read).isEqualTo(content);
        assertThat(read.write()).containsExactly(written);
        assertThat(written.length % 4).isZero();
    }

    @Property(tries = 2_000)
    void aChangedByteIsReadOrRefusedButNeverBreaksTheReader(
            @ForAll("files") Safetensors content, @ForAll @IntRange(max = 100_000) int place, @ForAll byte value) {
        byte[] changed = content.write();
        changed[place % changed.length] = value;
        readsOrRefuses(changed);
    }

    @Property(tries = 500)
    void aTruncatedOrLengthenedFileIsRefused(
            @ForAll("files") Safetensors content, @ForAll @IntRange(min = -200, max = 20) int more) {
        byte[] written = content.write();
        byte[] changed = Arrays.copyOf(written, Math.max(0, written.length + more));
        assertThat(readsOrRefuses(changed)).isEqualTo(more == 0);
    }

    @Property(tries = 500)
    void arbitraryBytesAreReadOrRefused(@ForAll byte[] bytes) {
        readsOrRefuses(bytes);
    }

    private static boolean readsOrRefuses(byte[] file) {
        try {
            Safetensors read = Safetensors.read(file, "changed");
            long values =
                    read.tensors().values().stream().mapToLong(Tensor::length).sum();
            assertThat(values * 4).isLessThanOrEqualTo(file.length);
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageStartingWith("safetensors refused: expected ");
            return false;
        }
    }

    @Provide
    Arbitrary<Safetensors> files() {
        Arbitrary<String> names = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars('.', ' ', '"', '\\', '/', '\u00e9', '\u4e2d', '\n')
                .ofMaxLength(12);
        Arbitrary<int[]> shapes =
                Arbitraries.integers().between(0, 4).array(int[].class).ofMaxSize(3);
        Arbitrary<Tensor> tensors = shapes.flatMap(shape -> {
            int length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
            Arbitrary<Tensor> floats = Arbitraries.integers()
                    .array(int[].class)
                    .ofSize(length)
                    .map(bits -> new Tensor.Floats(floats(bits), shape));
            Arbitrary<Tensor> longs = Arbitraries.longs()
                    .array(long[].class)
                    .ofSize(length)
                    .map(values -> new Tensor.Longs(values, shape));
            return Arbitraries.oneOf(floats, longs);
        });
        Arbitrary<Map<String, Tensor>> named = Arbitraries.maps(names, tensors).ofMaxSize(4);
        Arbitrary<Map<String, String>> metadata = Arbitraries.maps(names, names).ofMaxSize(3);
        return Combinators.combine(named, metadata).as(Safetensors::new);
    }

    /** Any bit pattern, NaN and infinities too. */
    private static float[] floats(int... bits) {
        float[] values = new float[bits.length];
        for (int i = 0; i < bits.length; i++) {
            values[i] = Float.intBitsToFloat(bits[i]);
        }
        return values;
    }
}
