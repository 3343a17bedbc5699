// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.operator.Tensors;
import io.perennial.adaptation.operator.Window;
import org.nd4j.autodiff.samediff.SDVariable;

/** Series as images of one row, for ND4J's windows over one dimension know fewer forms than those over two. */
final class Images {

    private Images() {}

    /** [A, B, L] as [A, B, 1, L]. */
    static SDVariable row(Tensors<SDVariable> tensors, SDVariable x) {
        long[] shape = tensors.shape(x);
        return tensors.reshape(x, shape[0], shape[1], 1, shape[2]);
    }

    /** [A, B, 1, L] as [A, B, L]. */
    static SDVariable line(Tensors<SDVariable> tensors, SDVariable x) {
        long[] shape = tensors.shape(x);
        return tensors.reshape(x, shape[0], shape[1], shape[3]);
    }

    static Window row(Window line) {
        return new Window(
                row(line.kernel(), 1),
                row(line.strides(), 1),
                row(line.dilations(), 1),
                row(line.begin(), 0),
                row(line.end(), 0));
    }

    /** Of images [B, C, H, W], where batch and channels are not padded. */
    static long[] spatial(long... pads) {
        return new long[] {0, 0, pads[0], pads[1]};
    }

    private static long[] row(long[] one, long first) {
        return new long[] {first, one[0]};
    }
}
