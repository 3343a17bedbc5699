// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import static io.perennial.nd4j.Rows.real;

import io.perennial.adaptation.operator.Operator;
import io.perennial.adaptation.operator.Tensors;
import io.perennial.adaptation.operator.Window;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/** Pooling over spatial dimensions, without ND4J's own padding: what it does at the border is not what ONNX says. */
final class PoolingOperators {

    static final Map<String, Operator<SDVariable, Nd4jCall>> TABLE = Map.ofEntries(
            real("MaxPool", c -> pool(c, PoolingOperators::max)),
            real("AveragePool", c -> pool(c, PoolingOperators::average)),
            real("GlobalAveragePool", c -> c.arithmetic().mean(c.real(0), spatial(c))),
            real("GlobalMaxPool", PoolingOperators::globalMax));

    private PoolingOperators() {}

    private interface Pooling {
        SDVariable of(Nd4jCall c, SDVariable x, Window window);
    }

    private static long[] spatial(Nd4jCall c) {
        return LongStream.range(2, c.rank(0)).toArray();
    }

    private static SDVariable pool(Nd4jCall c, Pooling pooling) {
        Window window = Window.ofPooling(c);
        if (!window.isUndilated()) {
            throw c.refused("expected dilations of 1, got larger ones");
        }
        Tensors<SDVariable> tensors = c.tensors();
        return switch (window.rank()) {
            case 1 -> Images.line(tensors, pooling.of(c, Images.row(tensors, c.real(0)), Images.row(window)));
            case 2 -> pooling.of(c, c.real(0), window);
            default -> throw c.refused("expected 1 or 2 spatial dimensions, got " + window.rank());
        };
    }

    private static SDVariable max(Nd4jCall c, SDVariable x, Window window) {
        long[] end = end(c, x, window);
        SDVariable padded =
                c.tensors().pad(x, Images.spatial(window.begin()), Images.spatial(end), Float.NEGATIVE_INFINITY);
        Pooling2DConfig config = config(window);
        return c.tape().of(graph -> graph.cnn().maxPooling2d(padded, config));
    }

    /** The mean over the whole window, pads being zeros, and then by how much of the window counts. */
    private static SDVariable average(Nd4jCall c, SDVariable x, Window window) {
        long[] end = end(c, x, window);
        SDVariable padded = c.tensors().pad(x, Images.spatial(window.begin()), Images.spatial(end), 0);
        Pooling2DConfig config = config(window);
        SDVariable mean = c.tape().of(graph -> graph.cnn().avgPooling2d(padded, config));
        long[] shape = c.tensors().shape(mean);
        var factors = new float[Math.toIntExact(shape[2] * shape[3])];
        boolean needed = false;
        for (int i = 0; i < factors.length; i++) {
            long counted = counted(c, x, window, 0, i / shape[3]) * counted(c, x, window, 1, i % shape[3]);
            factors[i] = (float) (window.kernel()[0] * window.kernel()[1]) / counted;
            needed |= factors[i] != 1;
        }
        return needed ? c.arithmetic().mul(mean, c.tensors().of(factors, 1, 1, shape[2], shape[3])) : mean;
    }

    /** How many values of a window are divided by, along one axis. */
    private static long counted(Nd4jCall c, SDVariable x, Window window, int axis, long position) {
        boolean pads = c.attributes().integer("count_include_pad", 0) != 0;
        // Where ceil_mode lets a window reach past the padding, opsets before 19 divide by the whole kernel.
        if (pads && c.opset() < 19) {
            return window.kernel()[axis];
        }
        long extent = c.tensors().shape(x)[axis + 2];
        long from = position * window.strides()[axis] - window.begin()[axis];
        long low = pads ? -window.begin()[axis] : 0;
        long high = pads ? extent + window.end()[axis] : extent;
        return Math.min(from + window.kernel()[axis], high) - Math.max(from, low);
    }

    /** Padding after the last value; more of it where ceil_mode wants one more window that begins within. */
    private static long[] end(Nd4jCall c, SDVariable x, Window window) {
        long[] end = window.end().clone();
        boolean ceil = c.attributes().integer("ceil_mode", 0) != 0;
        for (int axis = 0; ceil && axis < 2; axis++) {
            long extent = c.tensors().shape(x)[axis + 2];
            long stride = window.strides()[axis];
            long span = extent + window.begin()[axis] + end[axis] - window.kernel()[axis];
            long last = (span + stride - 1) / stride * stride;
            if (last < extent + window.begin()[axis]) {
                end[axis] += last - span;
            }
        }
        return end;
    }

    private static Pooling2DConfig config(Window window) {
        return Pooling2DConfig.builder()
                .kH(window.kernel()[0])
                .kW(window.kernel()[1])
                .sH(window.strides()[0])
                .sW(window.strides()[1])
                .build();
    }

    /** One window over everything. */
    private static SDVariable globalMax(Nd4jCall c) {
        long[] shape = c.shape(0);
        Tensors<SDVariable> tensors = c.tensors();
        long values = Arrays.stream(shape).skip(2).reduce(1, Math::multiplyExact);
        SDVariable row = tensors.reshape(c.real(0), shape[0], shape[1], 1, values);
        var config = Pooling2DConfig.builder().kH(1).kW(values).build();
        long[] pooled = shape.clone();
        Arrays.fill(pooled, 2, pooled.length, 1);
        return tensors.reshape(c.tape().of(graph -> graph.cnn().maxPooling2d(row, config)), pooled);
    }
}
