// SPDX-License-Identifier: Apache-2.0
package io.perennial.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.evaluate.CsvColumns;
import io.perennial.evaluate.Recording;
import io.perennial.evaluate.StreamFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is done to a recorded stream, it is read or refused in words. */
class HostileStreamPropertyTest {

    private static Path directory;

    @BeforeContainer
    static void make() throws IOException {
        directory = Files.createTempDirectory("perennial-hostile");
    }

    @AfterContainer
    static void clear() throws IOException {
        Files.deleteIfExists(directory.resolve("stream"));
        Files.delete(directory);
    }

    @Property
    void aDamagedStreamIsReadOrRefused(@ForAll("sound") byte[] file, @ForAll("mutations") Mutations damage)
            throws IOException {
        Path stream = Files.write(directory.resolve("stream"), damage.apply(file));
        for (Path labels : new Path[] {null, stream}) {
            try {
                Recording read =
                        new StreamFiles(stream, labels, null, new CsvColumns(null, null, List.of(), List.of())).read();
                assertThat(read.size()).isPositive();
                read.batch(0, read.size() - 1);
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).contains("refused: expected ").hasSizeLessThan(3_000);
            }
        }
    }

    @Provide
    Arbitrary<Mutations> mutations() {
        return Mutations.some();
    }

    @Provide
    Arbitrary<byte[]> sound() throws IOException {
        byte[] npy = npy();
        byte[] idx = {0, 0, 0x0D, 2, 0, 0, 0, 2, 0, 0, 0, 1, 63, 0, 0, 0, 64, 0, 0, 0};
        byte[] labels = {0, 0, 8, 1, 0, 0, 0, 2, 7, 3};
        byte[] csv = "a,\"b, c\",label\n1,2.5,0\n-3e1, 4 ,1\n".getBytes(StandardCharsets.UTF_8);
        return Arbitraries.of(npy, idx, labels, csv, gzip(npy), gzip(csv));
    }

    private static byte[] npy() {
        byte[] text =
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(10 + text.length + 24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) text.length)
                .put(text)
                .putFloat(1)
                .putFloat(-2)
                .array();
    }

    private static byte[] gzip(byte... bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
