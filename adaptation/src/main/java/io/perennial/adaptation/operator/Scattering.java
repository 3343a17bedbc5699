// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import io.perennial.adaptation.operator.Value.Whole;
import java.util.Arrays;

/** Where each value of input 2 is written to in the flat order of input 0. */
public final class Scattering {

    private Scattering() {}

    /** Of ScatterElements: each update has its own index along one axis. */
    public static long[] elements(Call<?> c) {
        check(c, c.integers(1).shape());
        return Picking.elements(c, c.integers(1), c.shape(0));
    }

    /** Of ScatterND: tuples of indices name whole blocks. */
    public static <T> long[] tuples(Call<T> c) {
        long[] from = c.shape(0);
        Whole<T> at = c.integers(1);
        int depth = Picking.depth(c, from, at, 0);
        int leading = at.shape().length - 1;
        long[] shape = Arrays.copyOf(at.shape(), leading + from.length - depth);
        System.arraycopy(from, depth, shape, leading, from.length - depth);
        check(c, shape);
        long[] strides = Lattice.strides(from);
        long[] own = Lattice.strides(at.shape());
        return Lattice.places(c, shape, place -> {
            long tuple = 0;
            for (int axis = 0; axis < leading; axis++) {
                tuple += place[axis] * own[axis];
            }
            long into = 0;
            for (int i = 0; i < depth; i++) {
                into += c.axis(at.values()[(int) tuple + i], from[i]) * strides[i];
            }
            for (int axis = depth; axis < from.length; axis++) {
                into += place[leading + axis - depth] * strides[axis];
            }
            return into;
        });
    }

    private static void check(Call<?> c, long... shape) {
        if (!Arrays.equals(c.shape(2), shape)) {
            throw c.refused(
                    "expected updates of shape " + Arrays.toString(shape) + ", got " + Arrays.toString(c.shape(2)));
        }
    }
}
