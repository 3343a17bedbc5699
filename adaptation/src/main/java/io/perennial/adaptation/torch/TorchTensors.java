// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.operator.Tensors;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Moves of tensors on one device; most of them are views, which copy nothing. */
record TorchTensors(TorchDevice device) implements Tensors<Tensor> {

    @Override
    public long[] shape(Tensor x) {
        return Host.shape(x);
    }

    @Override
    public float[] values(Tensor x) {
        return Host.toArray(x);
    }

    @Override
    public Tensor of(float[] values, long... shape) {
        return device.of(values, shape);
    }

    @Override
    public Tensor full(float value, long... shape) {
        return device.full(value, shape);
    }

    @Override
    public Tensor reshape(Tensor x, long... shape) {
        return x.reshape(shape);
    }

    @Override
    public Tensor transpose(Tensor x, long... order) {
        return x.permute(order);
    }

    @Override
    public Tensor expand(Tensor x, long... shape) {
        return x.expand(shape);
    }

    @Override
    public Tensor concat(List<Tensor> parts, int axis) {
        var vector = new TensorVector();
        parts.forEach(vector::push_back);
        return torch.cat(vector, axis);
    }

    @Override
    public Tensor slice(Tensor x, int axis, long start, long end, long step) {
        return x.slice(axis, new LongOptional(start), new LongOptional(end), step);
    }

    @Override
    public Tensor select(Tensor x, int axis, long... indices) {
        return x.index_select(axis, Host.indices(x, indices));
    }

    @Override
    public Tensor pad(Tensor x, long[] before, long[] after, float value) {
        return torch.constant_pad_nd(x, lastAxisFirst(before, after), new Scalar(value));
    }

    /** Pads in libtorch's order: last axis first, before and after in turn. */
    static long[] lastAxisFirst(long[] before, long... after) {
        int rank = before.length;
        var pads = new long[2 * rank];
        for (int i = 0; i < rank; i++) {
            pads[2 * i] = before[rank - 1 - i];
            pads[2 * i + 1] = after[rank - 1 - i];
        }
        return pads;
    }
}
