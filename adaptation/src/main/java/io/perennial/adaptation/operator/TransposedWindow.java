// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

/** What a transposed convolution cuts off its result, as ONNX's ConvTranspose says it: by pads, or by the shape that is wanted. */
final class TransposedWindow {

    private static final long LARGEST = 1 << 20;

    private TransposedWindow() {}

    static Window of(Call<?> c, long... kernel) {
        int rank = kernel.length;
        long[] shape = c.shape(0);
        if (rank < 1 || shape.length != rank + 2) {
            throw c.refused("expected " + (rank + 2) + " dimensions for a window of " + rank + ", got " + shape.length);
        }
        long[] strides = Window.spatial(c, "strides", rank, 1);
        long[] dilations = Window.spatial(c, "dilations", rank, 1);
        long[] more = Window.spatial(c, "output_padding", rank, 0);
        long[] pads = Window.spatial(c, "pads", 2 * rank, 0);
        long[] wanted = c.attributes().integers("output_shape");
        String auto = c.attributes().text("auto_pad", "NOTSET");
        var begin = new long[rank];
        var end = new long[rank];
        for (int i = 0; i < rank; i++) {
            long whole = strides[i] * (shape[i + 2] - 1) + (kernel[i] - 1) * dilations[i] + 1;
            check(c, kernel[i], dilations[i], whole);
            boolean same = auto.startsWith("SAME");
            if (wanted.length > 0 || same) {
                long size = wanted.length > 0 ? wanted[wanted.length - rank + i] : shape[i + 2] * strides[i];
                long total = whole + more[i] - size;
                begin[i] = auto.equals("SAME_UPPER") || total < 0 ? total / 2 : total - total / 2;
                end[i] = total - begin[i] - more[i];
            } else {
                begin[i] = auto.equals("VALID") ? 0 : pads[i];
                end[i] = (auto.equals("VALID") ? 0 : pads[i + rank]) - more[i];
            }
            if (begin[i] + end[i] >= whole || Math.abs(begin[i]) > LARGEST || Math.abs(end[i]) > LARGEST) {
                throw c.refused("expected pads that leave something of " + whole + " values, got " + begin[i] + " and "
                        + end[i]);
            }
        }
        return new Window(kernel, strides, dilations, begin, end);
    }

    private static void check(Call<?> c, long kernel, long dilation, long whole) {
        if (kernel < 1 || dilation < 1 || kernel > LARGEST || dilation > LARGEST || whole < 1 || whole > LARGEST) {
            throw c.refused("expected a kernel and dilations of at least 1 and a result up to " + LARGEST
                    + ", got kernel " + kernel + ", dilation " + dilation + ", result " + whole);
        }
    }
}
