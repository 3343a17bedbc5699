// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import io.perennial.adaptation.operator.Value.Real;
import io.perennial.adaptation.operator.Value.Whole;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Picking entries by index, and padding. */
final class Slicing {

    /** Padding a classifier's tensors by more than this per side is a broken file. */
    private static final long LARGEST_PAD = 1 << 20;

    private Slicing() {}

    static <T> Value<T> slice(Call<T> c) {
        long[] starts = c.whole(1);
        long[] ends = c.whole(2);
        long[] axes = c.has(3) ? c.whole(3) : LongStream.range(0, starts.length).toArray();
        long[] steps = c.has(4)
                ? c.whole(4)
                : LongStream.range(0, starts.length).map(i -> 1).toArray();
        if (ends.length != starts.length || axes.length != starts.length || steps.length != starts.length) {
            throw c.refused("expected as many starts as ends, axes and steps, got others");
        }
        if (c.value(0) instanceof Whole<T> whole) {
            Value<T> rest = whole;
            for (int i = 0; i < starts.length; i++) {
                long[] shape = ((Whole<T>) rest).shape();
                int axis = c.axis(axes[i], shape.length);
                rest = along(c, rest, shape, axis, indices(c, shape[axis], starts[i], ends[i], steps[i]));
            }
            return rest;
        }
        T x = c.real(0);
        for (int i = 0; i < starts.length; i++) {
            long[] shape = c.tensors().shape(x);
            int axis = c.axis(axes[i], shape.length);
            long[] indices = indices(c, shape[axis], starts[i], ends[i], steps[i]);
            x = steps[i] > 0
                    ? c.tensors()
                            .slice(
                                    x,
                                    axis,
                                    indices.length == 0 ? 0 : indices[0],
                                    indices.length == 0 ? 0 : indices[indices.length - 1] + 1,
                                    steps[i])
                    : c.tensors().select(x, axis, indices);
        }
        return new Real<>(x);
    }

    /** Entries of input 0 from start up to, without, end. */
    static <T> Value<T> part(Call<T> c, int axis, long start, long end) {
        return c.isWhole(0)
                ? along(
                        c,
                        c.value(0),
                        c.shape(0),
                        axis,
                        LongStream.range(start, end).toArray())
                : new Real<>(c.tensors().slice(c.real(0), axis, start, end, 1));
    }

    /** Integers at these indices along an axis. */
    private static <T> Value<T> along(Call<T> c, Value<T> from, long[] shape, int axis, long... indices) {
        long[] into = shape.clone();
        into[axis] = indices.length;
        long[] strides = Lattice.strides(shape);
        long[] places = Lattice.places(
                c,
                into,
                place -> Lattice.dot(place, strides) + (indices[(int) place[axis]] - place[axis]) * strides[axis]);
        return Lattice.pick(c, from, places, into);
    }

    /** ONNX's clamping of start and end, for steps in both directions. */
    private static long[] indices(Call<?> c, long size, long start, long end, long step) {
        if (step == 0) {
            throw c.refused("expected a step other than 0, got 0");
        }
        long low = step > 0 ? 0 : -1;
        long high = step > 0 ? size : size - 1;
        long from = clamp(start < 0 ? start + size : start, 0, high);
        long to = clamp(end < 0 ? end + size : end, low, size);
        long distance = step > 0 ? to - from : from - to;
        long width = step == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(step);
        long count = distance <= 0 ? 0 : (distance - 1) / width + 1;
        return LongStream.range(0, size == 0 ? 0 : count)
                .map(i -> from + i * step)
                .toArray();
    }

    private static long clamp(long value, long low, long high) {
        return Math.max(low, Math.min(high, value));
    }

    static <T> Value<T> gather(Call<T> c) {
        Whole<T> at = c.integers(1);
        long[] from = c.shape(0);
        int axis = c.axis(c.attributes().integer("axis", 0), from.length);
        long[] indices = Arrays.stream(at.values())
                .map(index -> c.axis(index, from[axis]))
                .toArray();
        long[] shape = LongStream.concat(
                        LongStream.concat(Arrays.stream(from, 0, axis), Arrays.stream(at.shape())),
                        Arrays.stream(from, axis + 1, from.length))
                .toArray();
        if (c.isWhole(0)) {
            Whole<T> picked = (Whole<T>) along(c, c.value(0), from, axis, indices);
            return new Whole<>(picked.values(), shape);
        }
        return new Real<>(c.tensors().reshape(c.tensors().select(c.real(0), axis, indices), shape));
    }

    /** Input 1 holds what to add before each axis, then what to add after each; negative numbers cut off. */
    static <T> T pad(Call<T> c) {
        T x = c.real(0);
        int rank = c.rank(0);
        long[] pads = c.whole(1);
        long[] axes = c.has(3) ? c.whole(3) : LongStream.range(0, rank).toArray();
        if (pads.length != 2 * axes.length || Arrays.stream(pads).anyMatch(pad -> Math.abs(pad) > LARGEST_PAD)) {
            throw c.refused("expected two pads for each of " + axes.length + " axes, got " + Arrays.toString(pads));
        }
        String mode = c.attributes().text("mode", "constant");
        var before = new long[rank];
        var after = new long[rank];
        for (int i = 0; i < axes.length; i++) {
            int axis = c.axis(axes[i], rank);
            before[axis] = pads[i];
            after[axis] = pads[i + axes.length];
        }
        if (mode.equals("constant")) {
            return c.tensors().pad(x, before, after, c.has(2) ? c.number(2) : 0);
        }
        for (int axis = 0; axis < rank; axis++) {
            if (before[axis] != 0 || after[axis] != 0) {
                long extent = c.tensors().shape(x)[axis];
                x = c.tensors().select(x, axis, padded(c, mode, extent, before[axis], after[axis]));
            }
        }
        return x;
    }

    /** Where each padded entry comes from; one dimension at a time this gives any rank. */
    private static long[] padded(Call<?> c, String mode, long size, long begin, long end) {
        return switch (mode) {
            case "edge" ->
                LongStream.range(-begin, size + end)
                        .map(index -> clamp(index, 0, size - 1))
                        .toArray();
            case "reflect" ->
                LongStream.range(-begin, size + end)
                        .map(index -> reflected(index, size))
                        .toArray();
            case "wrap" ->
                LongStream.range(-begin, size + end)
                        .map(index -> Math.floorMod(index, size))
                        .toArray();
            default -> throw c.refused("expected mode constant, reflect, edge or wrap, got " + mode);
        };
    }

    private static long reflected(long index, long size) {
        if (size == 1) {
            return 0;
        }
        long period = 2 * (size - 1);
        long at = Math.floorMod(index, period);
        return at < size ? at : period - at;
    }
}
