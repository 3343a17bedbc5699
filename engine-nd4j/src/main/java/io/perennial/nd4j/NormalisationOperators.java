// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import static io.perennial.nd4j.Rows.real;

import io.perennial.adaptation.graph.NormLayer;
import io.perennial.adaptation.operator.MovingOperators;
import io.perennial.adaptation.operator.Operator;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.nd4j.autodiff.samediff.SDVariable;

/** Normalisations, and the softmax as the normalisation of scores. */
final class NormalisationOperators {

    static final Map<String, Operator<SDVariable, Nd4jCall>> TABLE = Map.ofEntries(
            real("BatchNormalization", NormalisationOperators::batchNorm),
            real("InstanceNormalization", NormalisationOperators::instanceNorm),
            real("LayerNormalization", NormalisationOperators::layerNorm),
            real("Softmax", c -> softmax(c, false)),
            real("LogSoftmax", c -> softmax(c, true)));

    private NormalisationOperators() {}

    private record Moments(SDVariable mean, SDVariable variance) {}

    /** The mean is taken off first: in one slope and one shift it would cost digits where the variance is small. */
    private static SDVariable batchNorm(Nd4jCall c) {
        if (c.attributes().integer("training_mode", 0) != 0) {
            throw c.refused("expected training_mode 0, got 1: export for inference with batch normalisation kept");
        }
        NormLayer layer = c.normLayer();
        if (c.rank(0) < 2 || c.shape(0)[1] != layer.channels()) {
            throw c.refused("expected " + layer.channels() + " channels, got shape " + Arrays.toString(c.shape(0)));
        }
        Arithmetic a = c.arithmetic();
        SDVariable x = c.real(0);
        Moments used = moments(c, layer, x);
        SDVariable slope = a.mul(perChannel(c, c.real(1)), inverse(c, used.variance()));
        return a.add(a.mul(a.sub(x, used.mean()), slope), perChannel(c, c.real(2)));
    }

    /** used = values + share (batch - values), with the gradient flowing through the batch's part; [1, C, 1, ...]. */
    private static Moments moments(Nd4jCall c, NormLayer layer, SDVariable x) {
        PassStatistics statistics = c.statistics();
        long[] axes = LongStream.range(0, c.rank(0)).filter(axis -> axis != 1).toArray();
        if (statistics.kind() == PassStatistics.Kind.BATCH) {
            return moments(c, x, axes);
        }
        SDVariable mean = perChannel(c, statistics.mean(layer));
        SDVariable variance = perChannel(c, statistics.variance(layer));
        if (statistics.kind() == PassStatistics.Kind.FIXED) {
            return new Moments(mean, variance);
        }
        Moments batch = moments(c, x, axes);
        var used = new Moments(between(c, mean, batch.mean()), between(c, variance, batch.variance()));
        statistics.used(layer, used.mean(), used.variance());
        return used;
    }

    private static SDVariable between(Nd4jCall c, SDVariable value, SDVariable batch) {
        Arithmetic a = c.arithmetic();
        return a.add(value, a.mul(a.sub(batch, value), c.statistics().share()));
    }

    /** The axes stay with an extent of 1; the variance divides by the number of values. */
    private static Moments moments(Nd4jCall c, SDVariable x, long... axes) {
        Arithmetic a = c.arithmetic();
        SDVariable mean = a.mean(x, axes);
        return new Moments(mean, a.mean(a.square(a.sub(x, mean)), axes));
    }

    /** 1 / sqrt(variance + epsilon). */
    private static SDVariable inverse(Nd4jCall c, SDVariable variance) {
        SDVariable safe = c.arithmetic().plus(variance, c.attributes().number("epsilon", 1e-5f));
        SDVariable deviation = c.tape().of(graph -> graph.math().sqrt(safe));
        return c.arithmetic().div(c.tape().number(1), deviation);
    }

    /** A vector [C] as a factor of x, [1, C, 1, ...]. */
    private static SDVariable perChannel(Nd4jCall c, SDVariable vector) {
        var shape = new long[c.rank(0)];
        Arrays.fill(shape, 1);
        shape[1] = c.shape(0)[1];
        return c.tensors().reshape(vector, shape);
    }

    private static SDVariable instanceNorm(Nd4jCall c) {
        long[] axes = LongStream.range(2, c.rank(0)).toArray();
        Arithmetic a = c.arithmetic();
        return a.add(a.mul(standardised(c, axes), perChannel(c, c.real(1))), perChannel(c, c.real(2)));
    }

    private static SDVariable layerNorm(Nd4jCall c) {
        int axis = c.axis(c.attributes().integer("axis", -1), c.rank(0));
        Arithmetic a = c.arithmetic();
        SDVariable y = a.mul(standardised(c, LongStream.range(axis, c.rank(0)).toArray()), c.real(1));
        return c.has(2) ? a.add(y, c.real(2)) : y;
    }

    private static SDVariable standardised(Nd4jCall c, long... axes) {
        Arithmetic a = c.arithmetic();
        Moments own = moments(c, c.real(0), axes);
        return a.mul(a.sub(c.real(0), own.mean()), inverse(c, own.variance()));
    }

    /** Before opset 13 the input is seen as a matrix, split at the axis, and a whole row is normalised. */
    private static SDVariable softmax(Nd4jCall c, boolean log) {
        boolean flat = c.opset() < 13;
        int rank = c.rank(0);
        int axis = c.axis(c.attributes().integer("axis", flat ? 1 : -1), rank);
        if (flat) {
            return softmaxOfRows(c, c.real(0), axis, log);
        }
        // There and back: the order swaps two axes.
        long[] order = LongStream.range(0, rank).toArray();
        order[axis] = rank - 1;
        order[rank - 1] = axis;
        SDVariable last = c.tensors().transpose(c.real(0), order);
        return c.tensors().transpose(softmaxOfRows(c, last, rank - 1, log), order);
    }

    /** Of a matrix, for of tensors of more dimensions ND4J gives wrong values at times. */
    private static SDVariable softmaxOfRows(Nd4jCall c, SDVariable x, int axis, boolean log) {
        long[] shape = c.tensors().shape(x);
        SDVariable rows = c.tensors().reshape(x, MovingOperators.matrix(shape, axis));
        return c.tensors().reshape(log ? logSoftmax(c, rows) : softmax(c, rows), shape);
    }

    private static SDVariable softmax(Nd4jCall c, SDVariable rows) {
        Arithmetic a = c.arithmetic();
        var y = new SDVariable[1];
        y[0] = c.tape()
                .rule("softmax", List.of(rows), g -> List.of(a.mul(y[0], a.sub(g, a.sum(a.mul(g, y[0]), 1)))), 1);
        return y[0];
    }

    private static SDVariable logSoftmax(Nd4jCall c, SDVariable rows) {
        Arithmetic a = c.arithmetic();
        return c.tape()
                .rule("log_softmax", List.of(rows), g -> List.of(a.sub(g, a.mul(softmax(c, rows), a.sum(g, 1)))), 1);
    }
}
