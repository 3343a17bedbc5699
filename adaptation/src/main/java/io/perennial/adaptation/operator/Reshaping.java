// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import io.perennial.adaptation.operator.Value.Real;
import io.perennial.adaptation.operator.Value.Whole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Shapes that hold the same values in the same order. */
final class Reshaping {

    private Reshaping() {}

    static <T> Value<T> to(Call<T> c, long... shape) {
        if (c.value(0) instanceof Whole<T> whole) {
            if (MovingOperators.product(shape) != whole.values().length) {
                throw c.refused("expected " + whole.values().length + " values, got shape " + Arrays.toString(shape));
            }
            return new Whole<>(whole.values(), shape);
        }
        return new Real<>(c.tensors().reshape(c.real(0), shape));
    }

    /**
     * The shape that Reshape asks for: 0 copies an extent, -1 is what remains. A model exported for a fixed number of
     * events has that number as a constant in its shapes; it stands for the events of the batch at hand.
     */
    static long[] target(Call<?> c) {
        long[] from = c.shape(0);
        long[] shape = c.whole(1).clone();
        boolean zeroIsZero = c.attributes().integer("allowzero", 0) != 0;
        int rest = -1;
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] == 0 && !zeroIsZero) {
                if (i >= from.length) {
                    throw c.refused("expected an extent to copy, got shape " + Arrays.toString(shape));
                }
                shape[i] = from[i];
            }
            if (shape[i] < -1 || shape[i] == -1 && rest >= 0) {
                throw c.refused("expected one extent of -1 at most, got shape " + Arrays.toString(shape));
            }
            rest = shape[i] == -1 ? i : rest;
        }
        if (!c.isWhole(0)) {
            followBatch(c, from, shape, rest);
        }
        long known = Arrays.stream(shape).filter(extent -> extent != -1).reduce(1, Math::multiplyExact);
        long length = MovingOperators.product(from);
        if (known == 0 && rest >= 0 || rest >= 0 && length % known != 0 || rest < 0 && known != length) {
            throw c.refused("expected a shape of " + length + " values, got " + Arrays.toString(shape));
        }
        if (rest >= 0) {
            shape[rest] = length / known;
        }
        return shape;
    }

    private static void followBatch(Call<?> c, long[] from, long[] shape, int rest) {
        int events = c.pass().events();
        int exported = c.pass().fixedBatch();
        boolean leads = from.length > 0 && shape.length > 0 && from[0] == events && events != shape[0];
        if (!leads || shape[0] == -1) {
            return;
        }
        if (rest >= 0) {
            // [1, -1] of a model for any number of events means what it says.
            shape[0] = exported == shape[0] ? events : shape[0];
            return;
        }
        long length = MovingOperators.product(from);
        long asked = MovingOperators.product(shape);
        long baked = exported > 0 ? exported : 1;
        if (asked != length && shape[0] == baked && asked / baked * events == length) {
            shape[0] = events;
        }
    }

    static long[] squeezed(Call<?> c) {
        long[] from = c.shape(0);
        boolean[] gone = new boolean[from.length];
        long[] axes = c.wholeOrAttribute(1, "axes");
        for (long axis : axes) {
            int at = c.axis(axis, from.length);
            if (from[at] != 1) {
                throw c.refused("expected an extent of 1 at axis " + at + ", got " + from[at]);
            }
            gone[at] = true;
        }
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < from.length; i++) {
            if (!(gone[i] || axes.length == 0 && from[i] == 1)) {
                shape.add(from[i]);
            }
        }
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    static long[] unsqueezed(Call<?> c) {
        long[] from = c.shape(0);
        long[] axes = c.wholeOrAttribute(1, "axes");
        var shape = new long[from.length + axes.length];
        for (long axis : axes) {
            shape[c.axis(axis, shape.length)] = 1;
        }
        int next = 0;
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] == 0) {
                if (next == from.length) {
                    throw c.refused("expected different axes, got " + Arrays.toString(axes));
                }
                shape[i] = from[next++];
            } else {
                shape[i] = 1;
            }
        }
        return shape;
    }
}
