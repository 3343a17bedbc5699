// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import static io.perennial.record.Records.decoder;
import static io.perennial.record.Records.littleEndian;
import static io.perennial.record.Records.origin;
import static io.perennial.record.Records.utf8;
import static io.perennial.record.Records.v2;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class EventDecoderPropertyTest {

    private static final Origin RAW = origin("content-type", "application/x-float32", "shape", "1,2,3");

    @Provide
    Arbitrary<float[]> sixFloats() {
        Arbitrary<Float> bits =
                Arbitraries.integers().map(Float::intBitsToFloat).filter(Float::isFinite);
        Arbitrary<Float> plain = Arbitraries.floats().between(-1000, 1000).ofScale(3);
        return Arbitraries.oneOf(bits, plain).array(Float[].class).ofSize(6).map(boxed -> {
            float[] values = new float[6];
            for (int i = 0; i < values.length; i++) {
                values[i] = boxed[i];
            }
            return values;
        });
    }

    @Property
    void everyFormatGivesBackEveryFloat(@ForAll("sixFloats") float[] values) throws EventRefused {
        String flat = Arrays.toString(values);
        String nested =
                Arrays.toString(Arrays.copyOf(values, 3)) + "," + Arrays.toString(Arrays.copyOfRange(values, 3, 6));

        for (String json : new String[] {
            flat, "[" + nested + "]", "[[" + nested + "]]", "{\"x\":" + flat + "}", v2("[1,2,3]", "FP32", flat)
        }) {
            assertThat(decoder().decode(utf8(json), origin()).values()).containsExactly(values);
        }
        assertThat(decoder().decode(littleEndian(values), RAW).values()).containsExactly(values);
    }

    @Property
    void readsDecimalsAsJavaDoes(@ForAll("sixFloats") float[] values, @ForAll double last) throws EventRefused {
        float expected = Float.parseFloat(Double.toString(last));
        String json = "[1, 2, 3, 4, 5, " + last + "]";

        try {
            assertThat(decoder().decode(utf8(json), origin()).values()[5]).isEqualTo(expected);
        } catch (EventRefused e) {
            assertThat(e.refusal()).isEqualTo(Refusal.NOT_A_NUMBER);
            assertThat(expected).isInfinite();
        }
    }

    @Property
    void refusesRandomBytesAndThrowsNothingElse(@ForAll @Size(max = 64) byte[] bytes) {
        tryDecode(bytes, origin());
        tryDecode(bytes, RAW);
    }

    @Property(tries = 3000)
    void refusesMutatedPayloadsAndThrowsNothingElse(
            @ForAll("valid") String valid, @ForAll long seed, @ForAll byte splice) {
        Random random = new Random(seed);
        byte[] bytes = utf8(valid);
        for (int change = 0; change < 1 + random.nextInt(4); change++) {
            bytes = mutated(bytes, random, splice);
        }
        tryDecode(bytes, origin());
    }

    @Property
    void refusesRandomHeadersAndThrowsNothingElse(
            @ForAll @Size(max = 40) byte[] type,
            @ForAll @Size(max = 40) byte[] shape,
            @ForAll @Size(max = 40) byte[] id) {
        Origin origin = origin();
        origin.headers().add("content-type", type).add("shape", shape).add(EventId.HEADER, id);
        tryDecode(littleEndian(Records.VALUES), origin);
        Origin raw = origin("content-type", "application/octet-stream");
        raw.headers().add("shape", shape).add(EventId.HEADER, id);
        tryDecode(littleEndian(Records.VALUES), raw);
    }

    @Provide
    Arbitrary<String> valid() {
        return Arbitraries.of(
                Records.FLAT,
                Records.NESTED,
                "{\"id\":\"a\",\"features\":" + Records.FLAT + ",\"more\":{\"a\":[1,\"b\",null,true]}}",
                v2("[1,2,3]", "FP32", Records.FLAT),
                v2("[2,3]", "UINT8", "[1,2,3,4,5,6]"));
    }

    private static byte[] mutated(byte[] bytes, Random random, byte splice) {
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(4)) {
            case 0 -> {
                byte[] changed = bytes.clone();
                changed[at] ^= (byte) (1 << random.nextInt(8));
                yield changed;
            }
            case 1 -> {
                byte[] changed = bytes.clone();
                changed[at] = splice;
                yield changed;
            }
            case 2 -> Arrays.copyOf(bytes, Math.max(1, at));
            default -> {
                byte[] twice = Arrays.copyOf(bytes, bytes.length + at);
                System.arraycopy(bytes, 0, twice, bytes.length, at);
                yield twice;
            }
        };
    }

    private static void tryDecode(byte[] bytes, Origin origin) {
        try {
            Event event = decoder().decode(bytes, origin);
            assertThat(event.values()).hasSize(6);
            for (float value : event.values()) {
                assertThat(value).isFinite();
            }
            assertThat(event.id()).isNotBlank();
        } catch (EventRefused e) {
            assertThat(e.getMessage()).contains(": expected ", ", got ", "; ").hasSizeLessThan(600);
            assertThat(DeadLetter.of(bytes, origin, e).value()).isSameAs(bytes);
        }
    }
}
