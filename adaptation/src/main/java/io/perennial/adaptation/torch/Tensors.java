// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Float32 tensors from Java arrays and back, one copy each way. */
final class Tensors {

    private Tensors() {}

    static Tensor of(float[] values, long... shape) {
        Tensor tensor = torch.empty(shape);
        if (values.length > 0) {
            write(tensor, values);
        }
        return tensor;
    }

    /** Into a contiguous tensor of the same length. */
    static void write(Tensor tensor, float[] values) {
        new FloatPointer(tensor.data_ptr()).put(values, 0, values.length);
    }

    static float[] toArray(Tensor tensor) {
        var values = new float[Math.toIntExact(tensor.numel())];
        read(tensor, values, 0, values.length);
        return values;
    }

    static void read(Tensor tensor, float[] into, int offset, int length) {
        if (length > 0) {
            new FloatPointer(tensor.contiguous().data_ptr()).get(into, offset, length);
        }
    }

    static int[] shape(Tensor tensor) {
        var shape = new int[(int) tensor.dim()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = (int) tensor.size(i);
        }
        return shape;
    }

    static long[] longs(int... values) {
        var longs = new long[values.length];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = values[i];
        }
        return longs;
    }
}
