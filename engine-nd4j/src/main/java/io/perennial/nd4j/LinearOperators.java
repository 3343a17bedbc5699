// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import static io.perennial.nd4j.Rows.real;

import io.perennial.adaptation.operator.MovingOperators;
import io.perennial.adaptation.operator.Operator;
import io.perennial.adaptation.operator.Tensors;
import io.perennial.adaptation.operator.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;

/** Convolutions and matrix products. */
final class LinearOperators {

    static final Map<String, Operator<SDVariable, Nd4jCall>> TABLE = Map.ofEntries(
            real("Conv", LinearOperators::conv),
            real("Gemm", LinearOperators::gemm),
            real("MatMul", c -> product(c, c.real(0), c.real(1))));

    private LinearOperators() {}

    private static SDVariable conv(Nd4jCall c) {
        Window window = Window.ofKernel(c);
        Tensors<SDVariable> tensors = c.tensors();
        SDVariable x = c.real(0);
        SDVariable w = c.real(1);
        return switch (window.rank()) {
            // As one row of an image.
            case 1 -> {
                SDVariable row = conv(c, Images.row(tensors, x), Images.row(tensors, w), Images.row(window));
                yield Images.line(tensors, row);
            }
            case 2 -> conv(c, x, w, window);
            default -> throw c.refused("expected 1 or 2 spatial dimensions, got " + window.rank());
        };
    }

    private static SDVariable conv(Nd4jCall c, SDVariable x, SDVariable w, Window window) {
        Tensors<SDVariable> tensors = c.tensors();
        int groups = Math.toIntExact(c.attributes().integer("group", 1));
        long inputs = tensors.shape(w)[1];
        long outputs = tensors.shape(w)[0] / Math.max(1, groups);
        if (c.has(2) && c.shape(2)[0] != tensors.shape(w)[0]) {
            throw c.refused("expected a bias of " + tensors.shape(w)[0] + " values, got " + c.shape(2)[0]);
        }
        if (groups < 1 || tensors.shape(x)[1] != inputs * groups || tensors.shape(w)[0] != outputs * groups) {
            throw c.refused("expected kernels for " + tensors.shape(x)[1] + " channels, got "
                    + Arrays.toString(tensors.shape(w)) + " in " + groups + " groups");
        }
        long[] begin = window.begin();
        if (!window.isSymmetric()) {
            x = tensors.pad(x, Images.spatial(begin), Images.spatial(window.end()), 0);
            begin = new long[2];
        }
        var parts = new ArrayList<SDVariable>(groups);
        for (int group = 0; group < groups; group++) {
            SDVariable channels = tensors.slice(x, 1, group * inputs, (group + 1) * inputs, 1);
            SDVariable kernels = tensors.slice(w, 0, group * outputs, (group + 1) * outputs, 1);
            parts.add(conv2d(c, channels, dilated(tensors, kernels, window), window, begin));
        }
        SDVariable y = tensors.concat(parts, 1);
        return c.has(2) ? c.arithmetic().add(y, tensors.reshape(c.real(2), 1, c.shape(2)[0], 1, 1)) : y;
    }

    private static SDVariable conv2d(Nd4jCall c, SDVariable x, SDVariable w, Window window, long... pads) {
        long[] kernel = c.tensors().shape(w);
        var config = Conv2DConfig.builder()
                .kH(kernel[2])
                .kW(kernel[3])
                .sH(window.strides()[0])
                .sW(window.strides()[1])
                .pH(pads[0])
                .pW(pads[1])
                .dataFormat(Conv2DConfig.NCHW)
                .weightsFormat(WeightsFormat.OIYX)
                .build();
        return c.tape().of(graph -> graph.cnn().conv2d(x, w, config));
    }

    /** With zeros between the entries, for oneDNN as ND4J calls it refuses some dilated convolutions. */
    private static SDVariable dilated(Tensors<SDVariable> tensors, SDVariable w, Window window) {
        for (int axis = 2; axis < 4; axis++) {
            long[] shape = tensors.shape(w);
            long[] gap = shape.clone();
            gap[axis] = window.dilations()[axis - 2] - 1;
            var parts = new ArrayList<SDVariable>();
            for (long entry = 0; gap[axis] > 0 && entry < shape[axis]; entry++) {
                if (entry > 0) {
                    parts.add(tensors.full(0, gap));
                }
                parts.add(tensors.slice(w, axis, entry, entry + 1, 1));
            }
            w = parts.isEmpty() ? w : tensors.concat(parts, axis);
        }
        return w;
    }

    private static SDVariable gemm(Nd4jCall c) {
        boolean left = c.attributes().integer("transA", 0) != 0;
        boolean right = c.attributes().integer("transB", 0) != 0;
        SDVariable y = c.tape().of(graph -> graph.mmul(c.real(0), c.real(1), left, right, false));
        Arithmetic a = c.arithmetic();
        y = a.times(y, c.attributes().number("alpha", 1));
        return c.has(2) ? a.add(y, a.times(c.real(2), c.attributes().number("beta", 1))) : y;
    }

    /** Of matrices, or of a stack of them with one matrix or with as many. */
    private static SDVariable product(Nd4jCall c, SDVariable x, SDVariable y) {
        Tensors<SDVariable> tensors = c.tensors();
        long[] left = tensors.shape(x);
        long[] right = tensors.shape(y);
        if (left.length < 2 || right.length < 2) {
            throw c.refused("expected matrices, got " + left.length + " and " + right.length + " dimensions");
        }
        if (right.length == 2) {
            long columns = left[left.length - 1];
            SDVariable rows = tensors.reshape(x, MovingOperators.product(left) / Math.max(1, columns), columns);
            long[] shape = left.clone();
            shape[left.length - 1] = right[1];
            return tensors.reshape(multiply(c, rows, y), shape);
        }
        if (left.length == 2) {
            long[] repeated = right.clone();
            repeated[right.length - 2] = left[0];
            repeated[right.length - 1] = left[1];
            return multiply(c, tensors.expand(x, repeated), y);
        }
        if (!Arrays.equals(Arrays.copyOf(left, left.length - 2), Arrays.copyOf(right, right.length - 2))) {
            throw c.refused("expected stacks of as many matrices, got " + Arrays.toString(left) + " and "
                    + Arrays.toString(right));
        }
        return multiply(c, x, y);
    }

    private static SDVariable multiply(Nd4jCall c, SDVariable x, SDVariable y) {
        return c.tape().of(graph -> graph.mmul(x, y));
    }
}
