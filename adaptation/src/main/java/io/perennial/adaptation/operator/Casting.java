// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import io.perennial.adaptation.operator.Value.Real;
import io.perennial.adaptation.operator.Value.Whole;
import java.util.Arrays;

/** Casts between the two kinds of values. */
final class Casting {

    /** ONNX's data types. */
    private static final int FLOAT32 = 1;

    private static final int FLOAT64 = 11;
    private static final int TRUTH = 9;

    private Casting() {}

    /** Float64 is computed in float32, every kind of integer in 64 bits. */
    static <T> Value<T> cast(Call<T> c) {
        int to = (int) c.attributes().integer("to", 0);
        boolean toReal = isReal(to);
        if (!toReal && !isWhole(to)) {
            throw c.refused("expected a cast to float32 or integers, got data type " + to);
        }
        if (c.isWhole(0)) {
            return toReal ? new Real<>(c.asReal(0)) : new Whole<>(truth(c.whole(0), to), c.shape(0));
        }
        if (toReal) {
            return c.value(0);
        }
        if (to != TRUTH) {
            return whole(c, 0);
        }
        float[] values = values(c, 0);
        var truth = new long[values.length];
        Arrays.setAll(truth, i -> values[i] != 0 ? 1 : 0);
        return new Whole<>(truth, c.shape(0));
    }

    /** A float32 input as integers on the host, cut off towards 0. */
    static <T> Whole<T> whole(Call<T> c, int input) {
        float[] values = values(c, input);
        var whole = new long[values.length];
        Arrays.setAll(whole, i -> (long) values[i]);
        return new Whole<>(whole, c.shape(input));
    }

    private static <T> float[] values(Call<T> c, int input) {
        long length = MovingOperators.product(c.shape(input));
        if (length > HostIntegers.LARGEST) {
            throw c.refused("expected at most " + HostIntegers.LARGEST + " values as integers, got " + length);
        }
        return c.tensors().values(c.real(input));
    }

    /** To the kind of input 1. Which integers those are is not known here, so only other integers become them. */
    static <T> Value<T> castLike(Call<T> c) {
        if (c.isWhole(0) == c.isWhole(1)) {
            return c.value(0);
        }
        if (c.isWhole(0)) {
            return new Real<>(c.asReal(0));
        }
        throw c.refused("expected a cast to float32 or between integers, got one of float32 to integers");
    }

    static boolean isReal(int type) {
        return type == FLOAT32 || type == FLOAT64;
    }

    static float[] floats(long... values) {
        var floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values[i];
        }
        return floats;
    }

    private static boolean isWhole(int type) {
        return type == 2 || type == 3 || type == 5 || type == 6 || type == 7 || type == TRUTH;
    }

    private static long[] truth(long[] values, int to) {
        var truth = values.clone();
        for (int i = 0; to == TRUTH && i < truth.length; i++) {
            truth[i] = truth[i] != 0 ? 1 : 0;
        }
        return truth;
    }
}
