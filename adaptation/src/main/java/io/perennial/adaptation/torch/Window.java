// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * The sliding window of a convolution or pooling, one entry per spatial dimension.
 *
 * @param kernel extents
 * @param strides steps
 * @param dilations distances between kernel entries
 * @param begin padding before the first value
 * @param end padding after the last value
 */
record Window(long[] kernel, long[] strides, long[] dilations, long[] begin, long... end) {

    /** The window of a node whose first input it slides over. */
    static Window of(Call c, long... kernel) {
        int rank = kernel.length;
        Tensor x = c.real(0);
        if (x.dim() != rank + 2) {
            throw c.refused("expected " + (rank + 2) + " dimensions for a window of " + rank + ", got " + x.dim());
        }
        long[] strides = spatial(c, "strides", rank, 1);
        long[] dilations = spatial(c, "dilations", rank, 1);
        var begin = new long[rank];
        var end = new long[rank];
        String auto = c.attributes().text("auto_pad", "NOTSET");
        switch (auto) {
            case "VALID" -> {}
            case "NOTSET" -> {
                long[] pads = spatial(c, "pads", 2 * rank, 0);
                System.arraycopy(pads, 0, begin, 0, rank);
                System.arraycopy(pads, rank, end, 0, rank);
            }
            case "SAME_UPPER", "SAME_LOWER" -> {
                for (int i = 0; i < rank; i++) {
                    long size = x.size(i + 2);
                    long steps = (size + strides[i] - 1) / strides[i];
                    long total = Math.max(0, (steps - 1) * strides[i] + (kernel[i] - 1) * dilations[i] + 1 - size);
                    begin[i] = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
                    end[i] = total - begin[i];
                }
            }
            default -> throw c.refused("expected auto_pad NOTSET, VALID, SAME_UPPER or SAME_LOWER, got " + auto);
        }
        return new Window(kernel, strides, dilations, begin, end);
    }

    /** Spatial extents of a kernel [out, in, ...]. */
    static long[] spatial(Tensor kernel) {
        var extents = new long[(int) Math.max(0, kernel.dim() - 2)];
        Arrays.setAll(extents, i -> kernel.size(i + 2));
        return extents;
    }

    int rank() {
        return kernel.length;
    }

    boolean isSymmetric() {
        return Arrays.equals(begin, end);
    }

    boolean isUndilated() {
        return Arrays.stream(dilations).allMatch(dilation -> dilation == 1);
    }

    /** libtorch pools with padding of at most half a kernel only. */
    boolean isPoolable() {
        for (int i = 0; i < rank(); i++) {
            if (2 * begin[i] > kernel[i]) {
                return false;
            }
        }
        return isSymmetric();
    }

    /** Padding in libtorch's order: last dimension first, begin and end in turn. */
    long[] torchPads() {
        var pads = new long[2 * rank()];
        for (int i = 0; i < rank(); i++) {
            pads[2 * i] = begin[rank() - 1 - i];
            pads[2 * i + 1] = end[rank() - 1 - i];
        }
        return pads;
    }

    private static long[] spatial(Call c, String attribute, int length, long otherwise) {
        var fallback = new long[length];
        Arrays.fill(fallback, otherwise);
        long[] values = c.attributes().integers(attribute, fallback);
        if (values.length != length) {
            throw c.refused("expected " + length + " entries in " + attribute + ", got " + values.length);
        }
        if (attribute.equals("strides") && Arrays.stream(values).anyMatch(stride -> stride < 1)) {
            throw c.refused("expected positive strides, got " + Arrays.toString(values));
        }
        return values;
    }
}
