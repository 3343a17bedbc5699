// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import io.perennial.adaptation.operator.Value.Real;
import io.perennial.adaptation.operator.Value.Whole;

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
        boolean toReal = to == FLOAT32 || to == FLOAT64;
        if (!toReal && !isWhole(to)) {
            throw c.refused("expected a cast to float32 or integers, got data type " + to);
        }
        if (c.isWhole(0)) {
            return toReal ? real(c) : new Whole<>(truth(c.whole(0), to), c.shape(0));
        }
        if (toReal) {
            return c.value(0);
        }
        long length = MovingOperators.product(c.shape(0));
        if (length > HostIntegers.LARGEST) {
            throw c.refused("expected shape computations, got a cast of " + length + " values to integers");
        }
        float[] values = c.tensors().values(c.real(0));
        var whole = new long[values.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = to == TRUTH ? (values[i] != 0 ? 1 : 0) : (long) values[i];
        }
        return new Whole<>(whole, c.shape(0));
    }

    private static boolean isWhole(int type) {
        return type == 2 || type == 3 || type == 5 || type == 6 || type == 7 || type == TRUTH;
    }

    private static <T> Value<T> real(Call<T> c) {
        long[] whole = c.whole(0);
        var values = new float[whole.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = whole[i];
        }
        return new Real<>(c.tensors().of(values, c.shape(0)));
    }

    private static long[] truth(long[] values, int to) {
        var truth = values.clone();
        for (int i = 0; to == TRUTH && i < truth.length; i++) {
            truth[i] = truth[i] != 0 ? 1 : 0;
        }
        return truth;
    }
}
