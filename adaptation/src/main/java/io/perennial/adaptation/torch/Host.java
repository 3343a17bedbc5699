// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.vector.Span;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Tensors from Java arrays and back: one copy each way, and a second where they lie on a GPU. */
final class Host {

    private Host() {}

    /** A new float32 tensor in the processor's memory; {@link TorchDevice#of} is where it belongs. */
    static Tensor host(float[] values, long... shape) {
        Tensor tensor = empty(shape);
        if (values.length > 0) {
            write(tensor, values);
        }
        return tensor;
    }

    /** The same before it has values. */
    static Tensor empty(long... shape) {
        return torch.empty(shape);
    }

    /** Into a contiguous tensor of the same length. */
    static void write(Tensor tensor, float[] values) {
        if (tensor.is_cpu()) {
            new FloatPointer(tensor.data_ptr()).put(values, 0, values.length);
        } else {
            tensor.copy_(host(values, values.length).view_as(tensor));
        }
    }

    static float[] toArray(Tensor tensor) {
        var values = new float[Math.toIntExact(tensor.numel())];
        read(tensor, values, 0, values.length);
        return values;
    }

    /** The values of a tensor of 64-bit integers. */
    static long[] wholes(Tensor tensor) {
        var values = new long[Math.toIntExact(tensor.numel())];
        if (values.length > 0) {
            Tensor near = tensor.is_cpu() ? tensor : tensor.cpu();
            new LongPointer(near.contiguous().data_ptr()).get(values);
        }
        return values;
    }

    static void read(Tensor tensor, float[] into, int offset, int length) {
        if (length > 0) {
            Tensor near = tensor.is_cpu() ? tensor : tensor.cpu();
            new FloatPointer(near.contiguous().data_ptr()).get(into, offset, length);
        }
    }

    /** The memory of a flat tensor of the processor's, which must not be closed while it is looked at. */
    static Span span(Tensor flat, int size) {
        try (var scope = new PointerScope()) {
            var at = flat.data_ptr();
            return size == 0
                    ? Span.NONE
                    : new Span(
                            new FloatPointer(at).capacity(size).asBuffer(),
                            new IntPointer(at).capacity(size).asBuffer());
        }
    }

    /** Indices where the tensor lies that they pick from. */
    static Tensor indices(Tensor from, long... indices) {
        return beside(from, torch.tensor(indices));
    }

    /**
     * Truth values of the tensor's shape, each true with the given probability. Drawn by the processor and then moved: one
     * seed gives the same values on every device.
     */
    static Tensor coins(Tensor like, double probability, long seed) {
        Generator generator = torch.make_generator_cpu(seed);
        Tensor drawn = torch.empty(shape(like)).bernoulli_(probability, new GeneratorOptional(generator));
        return beside(like, drawn.to(torch.ScalarType.Bool));
    }

    private static Tensor beside(Tensor other, Tensor host) {
        return other.is_cpu() ? host : host.to(other.device(), host.scalar_type());
    }

    static long[] shape(Tensor tensor) {
        var shape = new long[(int) tensor.dim()];
        Arrays.setAll(shape, tensor::size);
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
