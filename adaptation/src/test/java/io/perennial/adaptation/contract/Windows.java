// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The windows of a pooling, one entry per spatial dimension.
 *
 * @param kernel extents
 * @param strides steps
 * @param dilations distances between kernel entries
 * @param begin padding before the first value
 * @param counts windows
 */
record Windows(int[] kernel, int[] strides, int[] dilations, int[] begin, int... counts) {

    /** One window over everything, for events [C, ...]. */
    static Windows whole(int... event) {
        int rank = event.length - 1;
        var kernel = new int[rank];
        System.arraycopy(event, 1, kernel, 0, rank);
        var ones = new int[rank];
        Arrays.fill(ones, 1);
        return new Windows(kernel, ones, ones, new int[rank], ones);
    }

    /** Whether it holds for the indices of any window, counted from the start of an event [C, ...]. */
    boolean anyOf(int[] event, Predicate<List<Integer>> test) {
        int plane = GraphDraft.length(event) / event[0];
        for (int channel = 0; channel < event[0]; channel++) {
            for (int window = 0; window < GraphDraft.length(counts); window++) {
                if (test.test(indices(channel * plane, window, event))) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<Integer> indices(int plane, int window, int... event) {
        var indices = new ArrayList<Integer>();
        for (int tap = 0; tap < GraphDraft.length(kernel); tap++) {
            int index = 0;
            boolean inside = true;
            for (int d = 0, w = window, t = tap, below = 1; d < counts.length; d++) {
                int extent = event[counts.length - d];
                int at = counts.length - 1 - d;
                int position = w % counts[at] * strides[at] - begin[at] + t % kernel[at] * dilations[at];
                inside &= position >= 0 && position < extent;
                index += position * below;
                below *= extent;
                w /= counts[at];
                t /= kernel[at];
            }
            if (inside) {
                indices.add(plane + index);
            }
        }
        return indices;
    }
}
