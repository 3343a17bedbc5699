// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static io.perennial.adaptation.torch.Rows.real;

import io.perennial.adaptation.operator.Operator;
import io.perennial.adaptation.operator.Window;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Convolutions and matrix products. */
final class LinearOperators {

    static final Map<String, Operator<Tensor, TorchCall>> TABLE = Map.ofEntries(
            real("Conv", LinearOperators::conv),
            real("ConvTranspose", LinearOperators::convTranspose),
            real("Gemm", LinearOperators::gemm),
            real("MatMul", c -> c.real(0).matmul(c.real(1))),
            real("Einsum", LinearOperators::einsum));

    private static final long PIXELS_WORTH_REORDERING = 256;

    private LinearOperators() {}

    private static Tensor conv(TorchCall c) {
        return conv(c, c.real(1), c.optional(2));
    }

    /** The convolution with another weight and bias than the node's. */
    static Tensor conv(TorchCall c, Tensor weight, TensorOptional bias) {
        Tensor x = channelsLast(c, c.real(0));
        Window window = Window.ofKernel(c);
        if (!window.isSymmetric()) {
            x = torch.constant_pad_nd(x, TorchTensors.lastAxisFirst(window.begin(), window.end()), new Scalar(0.0));
        }
        long[] pads = window.isSymmetric() ? window.begin() : new long[window.rank()];
        return torch.convolution(
                x,
                weight,
                bias,
                window.strides(),
                pads,
                window.dilations(),
                false,
                new long[window.rank()],
                c.attributes().integer("group", 1));
    }

    /**
     * Images with the channels of a pixel side by side, which what follows keeps: with few channels oneDNN convolves
     * them three times as fast, maxima are taken of several channels at once, and statistics by channel are read in one sweep. A
     * few small images gain nothing and stay, and so do those on a GPU, where oneDNN has no part.
     */
    private static Tensor channelsLast(TorchCall c, Tensor x) {
        boolean images = x.is_cpu() && x.dim() == 4;
        boolean gains = images && (c.joined() || x.size(2) * x.size(3) >= PIXELS_WORTH_REORDERING);
        return gains ? x.contiguous(torch.MemoryFormat.ChannelsLast) : x;
    }

    /** What the window says is cut off the whole result; where that is asked to be larger, zeros are added to it. */
    private static Tensor convTranspose(TorchCall c) {
        Window w = Window.ofTransposedKernel(c);
        int rank = w.rank();
        Tensor whole = torch.convolution(
                c.real(0),
                c.real(1),
                new TensorOptional(),
                w.strides(),
                new long[rank],
                w.dilations(),
                true,
                new long[rank],
                c.attributes().integer("group", 1));
        var before = new long[rank + 2];
        var after = new long[rank + 2];
        for (int i = 0; i < rank; i++) {
            before[i + 2] = -w.begin()[i];
            after[i + 2] = -w.end()[i];
        }
        Tensor y = c.tensors().pad(whole, before, after, 0);
        if (!c.has(2)) {
            return y;
        }
        var channels = new long[rank + 2];
        Arrays.fill(channels, 1);
        channels[1] = c.real(2).numel();
        return y.add(c.real(2).reshape(channels));
    }

    private static Tensor einsum(TorchCall c) {
        var inputs = new TensorVector();
        for (int i = 0; i < c.arity(); i++) {
            inputs.push_back(c.real(i));
        }
        return torch.einsum(c.attributes().text("equation", ""), inputs);
    }

    private static Tensor gemm(TorchCall c) {
        Tensor a = c.attributes().integer("transA", 0) != 0 ? c.real(0).t() : c.real(0);
        boolean transposed = c.attributes().integer("transB", 0) != 0;
        float alpha = c.attributes().number("alpha", 1);
        float beta = c.attributes().number("beta", 1);
        // The one form that PyTorch exports, as one fused call.
        if (transposed && alpha == 1 && beta == 1 && c.has(2) && c.real(2).dim() == 1) {
            return torch.linear(a, c.real(1), c.optional(2));
        }
        Tensor b = transposed ? c.real(1).t() : c.real(1);
        if (c.has(2)) {
            return torch.addmm(c.real(2), a, b, new Scalar(beta), new Scalar(alpha));
        }
        Tensor y = a.matmul(b);
        return alpha == 1 ? y : y.mul(new Scalar(alpha));
    }
}
