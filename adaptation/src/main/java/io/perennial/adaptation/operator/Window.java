// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import java.util.Arrays;

/**
 * The sliding window of a convolution or pooling, one entry per spatial dimension.
 *
 * @param kernel extents
 * @param strides steps
 * @param dilations distances between kernel entries
 * @param begin padding before the first value
 * @param end padding after the last value
 */
public record Window(long[] kernel, long[] strides, long[] dilations, long[] begin, long... end) {

    /** More than this per side is a broken file. */
    private static final long LARGEST = 1 << 20;

    private static Window of(Call<?> c, long... kernel) {
        int rank = kernel.length;
        long[] shape = c.shape(0);
        if (shape.length != rank + 2) {
            throw c.refused("expected " + (rank + 2) + " dimensions for a window of " + rank + ", got " + shape.length);
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
                    long size = shape[i + 2];
                    long steps = (size + strides[i] - 1) / strides[i];
                    long total = Math.max(0, (steps - 1) * strides[i] + (kernel[i] - 1) * dilations[i] + 1 - size);
                    begin[i] = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
                    end[i] = total - begin[i];
                }
            }
            default -> throw c.refused("expected auto_pad NOTSET, VALID, SAME_UPPER or SAME_LOWER, got " + auto);
        }
        for (int i = 0; i < rank; i++) {
            check(c, shape[i + 2], kernel[i], dilations[i], begin[i], end[i]);
        }
        return new Window(kernel, strides, dilations, begin, end);
    }

    /** What a file says is not trusted: a window has to fit into what it slides over. */
    private static void check(Call<?> c, long size, long kernel, long dilation, long begin, long end) {
        if (kernel < 1 || dilation < 1 || begin < 0 || end < 0 || begin > LARGEST || end > LARGEST) {
            throw c.refused("expected a kernel and dilations of at least 1 and pads from 0 to " + LARGEST
                    + ", got kernel " + kernel + ", dilation " + dilation + ", pads " + begin + " and " + end);
        }
        if (kernel > LARGEST || dilation > LARGEST || (kernel - 1) * dilation + 1 > size + begin + end) {
            throw c.refused("expected a window within " + (size + begin + end) + " values, got kernel " + kernel
                    + " with dilation " + dilation);
        }
    }

    /** The window of a convolution, whose kernel [out, in, ...] is input 1. */
    public static Window ofKernel(Call<?> c) {
        long[] kernel = c.shape(1);
        return of(c, Arrays.copyOfRange(kernel, Math.min(2, kernel.length), kernel.length));
    }

    /**
     * The window of a transposed convolution, whose kernel [in, out, ...] is input 1. Its pads say what is cut off the result;
     * negative ones what is added.
     */
    public static Window ofTransposedKernel(Call<?> c) {
        long[] kernel = c.shape(1);
        return TransposedWindow.of(c, Arrays.copyOfRange(kernel, Math.min(2, kernel.length), kernel.length));
    }

    /** The window of a pooling. */
    public static Window ofPooling(Call<?> c) {
        return of(c, c.attributes().integers("kernel_shape"));
    }

    public int rank() {
        return kernel.length;
    }

    public boolean isSymmetric() {
        return Arrays.equals(begin, end);
    }

    public boolean isUndilated() {
        return Arrays.stream(dilations).allMatch(dilation -> dilation == 1);
    }

    static long[] spatial(Call<?> c, String attribute, int length, long otherwise) {
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
