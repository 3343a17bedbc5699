// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.torch.Value.Real;
import io.perennial.adaptation.torch.Value.Whole;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Picking entries by index, and padding. */
final class Slicing {

    /** Padding a classifier's tensors by more than this per side is a broken file. */
    private static final long LARGEST_PAD = 1 << 20;

    private Slicing() {}

    static Value slice(Call c) {
        long[] starts = c.whole(1);
        long[] ends = c.whole(2);
        long[] axes = c.has(3) ? c.whole(3) : LongStream.range(0, starts.length).toArray();
        long[] steps = c.has(4)
                ? c.whole(4)
                : LongStream.range(0, starts.length).map(i -> 1).toArray();
        if (ends.length != starts.length || axes.length != starts.length || steps.length != starts.length) {
            throw c.refused("expected as many starts as ends, axes and steps, got others");
        }
        if (c.value(0) instanceof Whole whole) {
            if (whole.shape().length != 1 || starts.length != 1) {
                throw c.refused("expected a list of integers, got shape " + Arrays.toString(whole.shape()));
            }
            long[] indices = indices(c, whole.values().length, starts[0], ends[0], steps[0]);
            return Whole.vector(pick(whole.values(), indices));
        }
        Tensor x = c.real(0);
        for (int i = 0; i < starts.length; i++) {
            int axis = c.axis(axes[i], x.dim());
            long[] indices = indices(c, x.size(axis), starts[i], ends[i], steps[i]);
            x = steps[i] > 0
                    ? x.slice(
                            axis,
                            new LongOptional(indices.length == 0 ? 0 : indices[0]),
                            new LongOptional(indices.length == 0 ? 0 : indices[indices.length - 1] + 1),
                            steps[i])
                    : x.index_select(axis, Tensors.indices(x, indices));
        }
        return new Real(x);
    }

    /** ONNX's clamping of start and end, for steps in both directions. */
    private static long[] indices(Call c, long size, long start, long end, long step) {
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

    static Value gather(Call c) {
        if (!(c.value(1) instanceof Whole at)) {
            throw c.refused("expected integers at input 1, got float32");
        }
        long[] from = ShapeOperators.shapeOf(c.value(0));
        int axis = c.axis(c.attributes().integer("axis", 0), from.length);
        long[] indices = Arrays.stream(at.values())
                .map(index -> c.axis(index, from[axis]))
                .toArray();
        if (c.value(0) instanceof Whole whole) {
            if (from.length != 1) {
                throw c.refused("expected a list of integers, got shape " + Arrays.toString(from));
            }
            return new Whole(pick(whole.values(), indices), at.shape());
        }
        if (at.shape().length == 0) {
            return new Real(c.real(0).select(axis, indices[0]));
        }
        long[] shape = LongStream.concat(
                        LongStream.concat(Arrays.stream(from, 0, axis), Arrays.stream(at.shape())),
                        Arrays.stream(from, axis + 1, from.length))
                .toArray();
        Tensor x = c.real(0);
        return new Real(x.index_select(axis, Tensors.indices(x, indices)).reshape(shape));
    }

    private static long[] pick(long[] values, long... indices) {
        return Arrays.stream(indices).map(index -> values[(int) index]).toArray();
    }

    /** Input 1 holds what to add before each axis, then what to add after each; negative numbers cut off. */
    static Tensor pad(Call c) {
        Tensor x = c.real(0);
        int rank = (int) x.dim();
        long[] pads = c.whole(1);
        long[] axes = c.has(3) ? c.whole(3) : LongStream.range(0, rank).toArray();
        if (pads.length != 2 * axes.length || Arrays.stream(pads).anyMatch(pad -> Math.abs(pad) > LARGEST_PAD)) {
            throw c.refused("expected two pads for each of " + axes.length + " axes, got " + Arrays.toString(pads));
        }
        String mode = c.attributes().text("mode", "constant");
        var torchPads = new long[2 * rank];
        for (int i = 0; i < axes.length; i++) {
            int axis = c.axis(axes[i], rank);
            long begin = pads[i];
            long end = pads[i + axes.length];
            if (mode.equals("constant")) {
                torchPads[2 * (rank - 1 - axis)] = begin;
                torchPads[2 * (rank - 1 - axis) + 1] = end;
            } else if (begin != 0 || end != 0) {
                x = x.index_select(axis, Tensors.indices(x, padded(c, mode, x.size(axis), begin, end)));
            }
        }
        return mode.equals("constant")
                ? torch.constant_pad_nd(x, torchPads, new Scalar(c.has(2) ? c.number(2) : 0))
                : x;
    }

    /** Where each padded entry comes from; one dimension at a time this gives any rank. */
    private static long[] padded(Call c, String mode, long size, long begin, long end) {
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
