// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.vector.Span;
import java.util.List;

/** What is asked of each parameter by itself, and of a few values. */
final class Slices {

    private Slices() {}

    static double[] distances(Span x, Span other, ParameterLayout layout) {
        List<ParameterLayout.Slice> slices = layout.slices();
        double[] distances = new double[slices.size()];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = VectorMath.distance(part(x, slices.get(i)), part(other, slices.get(i)));
        }
        return distances;
    }

    static long[] countsEqual(Span x, Span other, ParameterLayout layout) {
        List<ParameterLayout.Slice> slices = layout.slices();
        long[] counts = new long[slices.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = VectorMath.countEqual(part(x, slices.get(i)), part(other, slices.get(i)));
        }
        return counts;
    }

    private static Span part(Span flat, ParameterLayout.Slice slice) {
        return flat.part(slice.offset(), slice.length());
    }

    static float[] some(Span x, int most) {
        long size = x.size();
        if (size == 0) {
            return new float[0];
        }
        int every = (int) ((size + most - 1) / most);
        float[] some = new float[(int) ((size + every - 1) / every)];
        for (int i = 0; i < some.length; i++) {
            some[i] = x.floats().get(i * every);
        }
        return some;
    }
}
