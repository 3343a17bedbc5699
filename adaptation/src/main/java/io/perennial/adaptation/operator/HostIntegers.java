// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import io.perennial.adaptation.operator.Value.Whole;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/** Integer arithmetic on the host: the shape computations that exporters emit. */
public final class HostIntegers {

    /** Shapes have a dozen entries; anything much larger is no shape. */
    static final int LARGEST = 1 << 16;

    private HostIntegers() {}

    /** One after the other along an axis; scalars become lists. */
    static <T> Whole<T> concat(List<Whole<T>> parts, int axis) {
        long[] first = parts.get(0).shape();
        long[] shape = first.length == 0 ? new long[1] : first.clone();
        shape[axis] = parts.stream()
                .mapToLong(part -> part.shape().length == 0 ? 1 : part.shape()[axis])
                .sum();
        var values = new long[length(shape)];
        int block = length(Arrays.copyOfRange(shape, axis, shape.length));
        int offset = 0;
        for (Whole<T> part : parts) {
            int width =
                    part.shape().length == 0 ? 1 : length(Arrays.copyOfRange(part.shape(), axis, part.shape().length));
            for (int i = 0; i < part.values().length / Math.max(1, width); i++) {
                System.arraycopy(part.values(), i * width, values, i * block + offset, width);
            }
            offset += width;
        }
        return new Whole<>(values, shape);
    }

    static <T> Whole<T> each(Whole<T> a, LongUnaryOperator compute) {
        return new Whole<>(Arrays.stream(a.values()).map(compute).toArray(), a.shape());
    }

    public static <T> Whole<T> broadcast(Whole<T> a, Whole<T> b, LongBinaryOperator compute) {
        long[] shape = broadcastShape(a.shape(), b.shape());
        var values = new long[length(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = compute.applyAsLong(a.values()[source(i, shape, a)], b.values()[source(i, shape, b)]);
        }
        return new Whole<>(values, shape);
    }

    /** The same values repeated as ONNX's Expand does. */
    static <T> Whole<T> expand(Whole<T> a, long... target) {
        return broadcast(a, new Whole<>(new long[length(target)], target), (value, ignored) -> value);
    }

    static long[] broadcastShape(long[] a, long... b) {
        var shape = new long[Math.max(a.length, b.length)];
        for (int i = 1; i <= shape.length; i++) {
            long left = i <= a.length ? a[a.length - i] : 1;
            long right = i <= b.length ? b[b.length - i] : 1;
            if (left != right && left != 1 && right != 1) {
                throw new IllegalArgumentException(
                        "shapes refused: expected extents that broadcast, got " + left + " and " + right);
            }
            shape[shape.length - i] = left == 1 ? right : left;
        }
        return shape;
    }

    static int length(long... shape) {
        long length = 1;
        for (long extent : shape) {
            length = extent == 0 ? 0 : length * extent;
            if (extent < 0 || extent > LARGEST || length > LARGEST) {
                throw new IllegalArgumentException(
                        "integers refused: expected at most " + LARGEST + " on the host, got more");
            }
        }
        return (int) length;
    }

    private static int source(int index, long[] shape, Whole<?> from) {
        int source = 0;
        int stride = 1;
        int rest = index;
        for (int i = 1; i <= shape.length; i++) {
            int position = (int) (rest % shape[shape.length - i]);
            rest /= (int) shape[shape.length - i];
            if (i <= from.shape().length) {
                long extent = from.shape()[from.shape().length - i];
                source += (extent == 1 ? 0 : position) * stride;
                stride *= (int) extent;
            }
        }
        return source;
    }
}
