// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nd4j.autodiff.samediff.SDVariable;

/** Arithmetic of tensors that broadcast, with its derivatives. */
final class Arithmetic {

    private final Tape tape;
    private final Sums sums;

    Arithmetic(Tape tape) {
        this.tape = tape;
        this.sums = new Sums(tape, this);
    }

    SDVariable add(SDVariable a, SDVariable b) {
        return pairwise("add", a, b, g -> g, g -> g);
    }

    SDVariable sub(SDVariable a, SDVariable b) {
        return pairwise("subtract", a, b, g -> g, this::negative);
    }

    SDVariable mul(SDVariable a, SDVariable b) {
        return pairwise("multiply", a, b, g -> mul(g, b), g -> mul(g, a));
    }

    SDVariable div(SDVariable a, SDVariable b) {
        return pairwise("divide", a, b, g -> div(g, b), g -> negative(div(mul(g, a), mul(b, b))));
    }

    SDVariable times(SDVariable x, double factor) {
        return factor == 1 ? x : mul(x, tape.number(factor));
    }

    SDVariable plus(SDVariable x, double term) {
        return add(x, tape.number(term));
    }

    SDVariable negative(SDVariable x) {
        return times(x, -1);
    }

    SDVariable square(SDVariable x) {
        return mul(x, x);
    }

    /** Over these axes, which stay with an extent of 1. */
    SDVariable mean(SDVariable x, long... axes) {
        long[] shape = tape.shape(x);
        long count = Arrays.stream(axes).map(axis -> shape[(int) axis]).reduce(1, Math::multiplyExact);
        return times(sum(x, axes), 1.0 / count);
    }

    /** Over these axes, which stay with an extent of 1. */
    SDVariable sum(SDVariable x, long... axes) {
        return sums.sum(x, axes);
    }

    /** Repeated as broadcasting does. */
    SDVariable expand(SDVariable x, long... shape) {
        return sums.expand(x, shape);
    }

    SDVariable reshape(SDVariable x, long... shape) {
        long[] from = tape.shape(x);
        if (Arrays.equals(from, shape)) {
            return x;
        }
        return tape.rule("reshape", List.of(x), g -> List.of(reshape(g, from)), withOrder(shape));
    }

    private SDVariable pairwise(
            String op,
            SDVariable a,
            SDVariable b,
            Function<SDVariable, SDVariable> left,
            Function<SDVariable, SDVariable> right) {
        return tape.rule(
                op,
                List.of(a, b),
                g -> List.of(sumTo(left.apply(g), tape.shape(a)), sumTo(right.apply(g), tape.shape(b))));
    }

    /** The derivative of broadcasting: the sum over what was repeated. */
    private SDVariable sumTo(SDVariable x, long... shape) {
        long[] from = tape.shape(x);
        int more = from.length - shape.length;
        long[] axes = IntStream.range(0, from.length)
                .filter(axis -> axis < more || shape[axis - more] == 1 && from[axis] != 1)
                .asLongStream()
                .toArray();
        return reshape(axes.length == 0 ? x : sum(x, axes), shape);
    }

    private static long[] withOrder(long... shape) {
        // ND4J's mark of row-major order, before the extents.
        return LongStream.concat(LongStream.of(-(int) 'c'), Arrays.stream(shape))
                .toArray();
    }
}
