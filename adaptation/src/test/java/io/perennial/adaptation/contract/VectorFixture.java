// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterVector;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;

/** Vectors of an engine, and values for them. */
public abstract class VectorFixture {

    /** A few float32 operations on numbers up to 100: an error of some units in the last place of the largest term. */
    private static final float RELATIVE = 2e-6f;

    /** Nothing, one, and around the powers of two at which engines cut vectors into pieces. */
    static final int[] SIZES = {0, 1, 2, 1023, 1024, 1025, 65_537, 600_001};

    /** All zeros. */
    protected abstract ParameterVector vector(ParameterLayout layout);

    final ParameterVector vector(float... values) {
        return filled(new ParameterLayout(List.of(new ParameterLayout.Slice("p", 0, values.length))), values);
    }

    final ParameterVector filled(ParameterLayout layout, float... values) {
        ParameterVector vector = vector(layout);
        vector.set(values);
        return vector;
    }

    @FunctionalInterface
    interface Expected {
        double at(int index);
    }

    /** @param scale of the largest term; 0 where nothing is rounded */
    static void check(ParameterVector x, Expected expected, double scale) {
        float[] values = x.toArray();
        for (int i = 0; i < values.length; i++) {
            if (!(Math.abs(values[i] - expected.at(i)) <= RELATIVE * scale)) {
                assertThat((double) values[i])
                        .as("value %d of %d", i, values.length)
                        .isCloseTo(expected.at(i), within(RELATIVE * scale));
            }
        }
    }

    /** Exactly these, with the sign of a zero and every bit of what is not a number. */
    static void checkBits(ParameterVector x, float... expected) {
        float[] values = x.toArray();
        assertThat(values).hasSameSizeAs(expected);
        for (int i = 0; i < values.length; i++) {
            if (Float.floatToRawIntBits(values[i]) != Float.floatToRawIntBits(expected[i])) {
                assertThat(Integer.toHexString(Float.floatToRawIntBits(values[i])))
                        .as("bits of value %d of %d", i, values.length)
                        .isEqualTo(Integer.toHexString(Float.floatToRawIntBits(expected[i])));
            }
        }
    }

    @Provide
    protected Arbitrary<float[]> values() {
        return Arbitraries.integers().between(0, 300).flatMap(size -> of(numbers(), size));
    }

    @Provide
    protected Arbitrary<float[][]> pairs() {
        return Arbitraries.integers()
                .between(0, 300)
                .flatMap(size -> of(numbers(), size).array(float[][].class).ofSize(2));
    }

    /** Among them infinities, what is not a number, and numbers whose squares are neither. */
    @Provide
    protected Arbitrary<float[]> anything() {
        Arbitrary<Float> wild = Arbitraries.of(
                Float.NaN,
                Float.intBitsToFloat(0xffc12345),
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY,
                Float.MAX_VALUE,
                -1e30f,
                1e-30f,
                -2e-30f,
                Float.MIN_VALUE);
        return Arbitraries.integers().between(0, 300).flatMap(size -> of(Arbitraries.oneOf(numbers(), wild), size));
    }

    /** Many zeros and many equals, for these are where selections go wrong. */
    private static Arbitrary<Float> numbers() {
        return Arbitraries.oneOf(Arbitraries.floats().between(-10, 10), Arbitraries.of(0f, -0f, 1f, -1f, 2f));
    }

    private static Arbitrary<float[]> of(Arbitrary<Float> values, int size) {
        return values.array(float[].class).ofSize(size);
    }

    /** Between -10 and 10, of the few that are multiples of 2^-10 the same often. */
    static float[] random(int size, long seed) {
        var random = new SplittableRandom(seed);
        var values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextInt(-10_240, 10_241) / 1024f;
        }
        return values;
    }

    static float[] filled(int size, float value) {
        var values = new float[size];
        Arrays.fill(values, value);
        return values;
    }

    static float[] reversed(float... values) {
        var reversed = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            reversed[i] = values[values.length - 1 - i];
        }
        return reversed;
    }

    static float[] squared(float... values) {
        var squares = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            squares[i] = values[i] * values[i];
        }
        return squares;
    }
}
