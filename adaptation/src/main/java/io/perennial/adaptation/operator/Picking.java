// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import io.perennial.adaptation.operator.Value.Whole;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Picking values by indices that are themselves tensors, and repeating or turning what is there. */
public final class Picking {

    private Picking() {}

    /** Each value of the result has its own index along one axis. */
    static <T> Value<T> gatherElements(Call<T> c) {
        return Lattice.pick(
                c,
                c.value(0),
                elements(c, c.integers(1), c.shape(0)),
                c.integers(1).shape());
    }

    /** Where each of these indices along the axis of the node points to in the flat order of a shape. */
    static long[] elements(Call<?> c, Whole<?> at, long... from) {
        int axis = c.axis(c.attributes().integer("axis", 0), from.length);
        if (at.shape().length != from.length) {
            throw c.refused("expected indices of " + from.length + " dimensions, got " + at.shape().length);
        }
        for (int other = 0; other < from.length; other++) {
            if (other != axis && at.shape()[other] > from[other]) {
                throw c.refused(
                        "expected indices within " + Arrays.toString(from) + ", got " + Arrays.toString(at.shape()));
            }
        }
        long[] strides = Lattice.strides(from);
        long[] own = Lattice.strides(at.shape());
        return Lattice.places(c, at.shape(), place -> {
            long index = c.axis(at.values()[(int) Lattice.dot(place, own)], from[axis]);
            return Lattice.dot(place, strides) + (index - place[axis]) * strides[axis];
        });
    }

    static <T> Value<T> gatherNd(Call<T> c) {
        long[] from = c.shape(0);
        Whole<T> at = c.integers(1);
        int alike = (int) c.attributes().integer("batch_dims", 0);
        int depth = depth(c, from, at, alike);
        int[] leading = IntStream.range(0, at.shape().length - 1).toArray();
        long[] shape = LongStream.concat(
                        Arrays.stream(leading).mapToLong(axis -> at.shape()[axis]),
                        Arrays.stream(from, alike + depth, from.length))
                .toArray();
        long[] strides = Lattice.strides(from);
        long[] own = Lattice.strides(at.shape());
        long[] places = Lattice.places(c, shape, place -> {
            long tuple = 0;
            for (int axis : leading) {
                tuple += place[axis] * own[axis];
            }
            long source = 0;
            for (int axis = 0; axis < alike; axis++) {
                source += place[axis] * strides[axis];
            }
            for (int i = 0; i < depth; i++) {
                source += c.axis(at.values()[(int) tuple + i], from[alike + i]) * strides[alike + i];
            }
            for (int axis = alike + depth; axis < from.length; axis++) {
                source += place[leading.length + axis - alike - depth] * strides[axis];
            }
            return source;
        });
        return Lattice.pick(c, c.value(0), places, shape);
    }

    /** How many axes each tuple of indices names. */
    static int depth(Call<?> c, long[] from, Whole<?> at, int alike) {
        int rank = at.shape().length;
        long depth = rank == 0 ? 0 : at.shape()[rank - 1];
        if (rank == 0 || alike < 0 || alike >= rank || depth < 1 || alike + depth > from.length) {
            throw c.refused("expected tuples of at most " + (from.length - alike) + " indices, got shape "
                    + Arrays.toString(at.shape()));
        }
        return (int) depth;
    }

    static <T> Value<T> tile(Call<T> c) {
        long[] from = c.shape(0);
        long[] times = c.whole(1);
        if (times.length != from.length || Arrays.stream(times).anyMatch(time -> time < 0)) {
            throw c.refused("expected " + from.length + " repetitions, got " + Arrays.toString(times));
        }
        long[] shape = new long[from.length];
        Arrays.setAll(shape, axis -> Math.multiplyExact(from[axis], times[axis]));
        long[] strides = Lattice.strides(from);
        long[] places = Lattice.places(c, shape, place -> {
            long source = 0;
            for (int axis = 0; axis < from.length; axis++) {
                source += place[axis] % from[axis] * strides[axis];
            }
            return source;
        });
        return Lattice.pick(c, c.value(0), places, shape);
    }

    /** The first entries of each sequence in the reverse order, as many as input 1 says. */
    static <T> Value<T> reverseSequence(Call<T> c) {
        long[] shape = c.shape(0);
        int batch = c.axis(c.attributes().integer("batch_axis", 1), shape.length);
        int time = c.axis(c.attributes().integer("time_axis", 0), shape.length);
        long[] lengths = c.whole(1);
        if (lengths.length != shape[batch]
                || Arrays.stream(lengths).anyMatch(length -> length < 0 || length > shape[time])) {
            throw c.refused(
                    "expected " + shape[batch] + " lengths up to " + shape[time] + ", got " + Arrays.toString(lengths));
        }
        long[] strides = Lattice.strides(shape);
        long[] places = Lattice.places(c, shape, place -> {
            long length = lengths[(int) place[batch]];
            long at = place[time] < length ? length - 1 - place[time] : place[time];
            return Lattice.dot(place, strides) + (at - place[time]) * strides[time];
        });
        return Lattice.pick(c, c.value(0), places, shape);
    }

    /** Entries along an axis, or of the flat order, for which input 1 holds. */
    static <T> Value<T> compress(Call<T> c) {
        long[] shape = c.shape(0);
        boolean flat = !c.attributes().has("axis");
        long[] from = flat ? new long[] {MovingOperators.product(shape)} : shape;
        int axis = flat ? 0 : c.axis(c.attributes().integer("axis", 0), shape.length);
        long[] holds = c.whole(1);
        if (holds.length > from[axis]) {
            throw c.refused("expected at most " + from[axis] + " conditions, got " + holds.length);
        }
        long[] kept = IntStream.range(0, holds.length)
                .filter(i -> holds[i] != 0)
                .asLongStream()
                .toArray();
        long[] into = from.clone();
        into[axis] = kept.length;
        long[] strides = Lattice.strides(from);
        long[] places = Lattice.places(
                c,
                into,
                place -> Lattice.dot(place, strides) + (kept[(int) place[axis]] - place[axis]) * strides[axis]);
        return Lattice.pick(c, c.value(0), places, into);
    }

    static <T> Value<T> transpose(Call<T> c, long... order) {
        long[] from = c.shape(0);
        long[] shape = Arrays.stream(order).map(axis -> from[(int) axis]).toArray();
        long[] strides = Lattice.strides(from);
        long[] turned = Arrays.stream(order).map(axis -> strides[(int) axis]).toArray();
        return Lattice.pick(c, c.value(0), Lattice.places(c, shape, place -> Lattice.dot(place, turned)), shape);
    }

    /** Integers of matrices on and above a diagonal, or on and below it; 0 elsewhere. */
    public static <T> Value<T> triangle(Call<T> c, long diagonal, boolean upper) {
        long[] shape = c.shape(0);
        long[] values = c.whole(0);
        if (shape.length < 2) {
            throw c.refused("expected matrices, got shape " + Arrays.toString(shape));
        }
        int row = shape.length - 2;
        long[] strides = Lattice.strides(shape);
        long[] kept = Lattice.places(c, shape, place -> {
            long above = place[row + 1] - place[row] - diagonal;
            return (upper ? above >= 0 : above <= 0) ? values[(int) Lattice.dot(place, strides)] : 0;
        });
        return new Whole<>(kept, shape);
    }
}
