// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.network.ParameterLayout;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;

/** What is asked of each parameter by itself: a pass over the whole vector, then a reduction of each part. */
final class Slices {

    private Slices() {}

    static double[] distances(Tensor x, Tensor other, ParameterLayout layout) {
        List<ParameterLayout.Slice> slices = layout.slices();
        double[] distances = new double[slices.size()];
        try (var scope = new PointerScope()) {
            Tensor apart = x.sub(other);
            for (int i = 0; i < distances.length; i++) {
                distances[i] = VectorMath.norm(part(apart, slices.get(i)));
            }
        }
        return distances;
    }

    static long[] countsEqual(Tensor x, Tensor other, ParameterLayout layout) {
        List<ParameterLayout.Slice> slices = layout.slices();
        long[] counts = new long[slices.size()];
        for (int i = 0; i < counts.length; i++) {
            try (var scope = new PointerScope()) {
                counts[i] = VectorMath.countEqual(part(x, slices.get(i)), part(other, slices.get(i)));
            }
        }
        return counts;
    }

    private static Tensor part(Tensor flat, ParameterLayout.Slice slice) {
        return flat.narrow(0, slice.offset(), slice.length());
    }

    static float[] some(Tensor x, int most) {
        long size = x.numel();
        if (size == 0) {
            return new float[0];
        }
        long every = (size + most - 1) / most;
        try (var scope = new PointerScope()) {
            return Host.toArray(x.slice(0, new LongOptional(0), new LongOptional(size), every)
                    .contiguous());
        }
    }
}
