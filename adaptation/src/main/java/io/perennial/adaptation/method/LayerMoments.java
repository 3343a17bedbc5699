// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Network;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What the first and the last normalisation layer saw of a window, against the source: medians over their channels. */
final class LayerMoments {

    private final float[] source;
    private final int first;
    private final int last;

    LayerMoments(Network network) {
        source = network.sourceStatistics();
        int[] channels = network.normChannels();
        first = channels.length == 0 ? 0 : channels[0];
        last = channels.length == 0 ? 0 : channels[channels.length - 1];
    }

    /**
     * Variance that enters the last layer, 1 being the source's. The layers below have taken out what a change of
     * conditions does to means and variances, so that what is missing here is the distance between classes. 1 where there
     * is no layer.
     *
     * @param seen statistics of the window, [S]
     */
    double spread(float... seen) {
        return last == 0 ? 1 : median(source.length - last, last, i -> seen[i] / variance(i));
    }

    /** How far the means that enter the first layer are from the source's, in standard deviations of the source. */
    double shift(float... seen) {
        return median(0, first, i -> Math.abs(seen[i] - source[i]) / Math.sqrt(variance(first + i)));
    }

    /** Variance that enters the first layer, 1 being the source's; 0 where there is no layer. */
    double scale(float... seen) {
        return median(first, first, i -> seen[i] / variance(i));
    }

    private double variance(int i) {
        return Math.max(source[i], Float.MIN_NORMAL);
    }

    private static double median(int from, int count, IntToDoubleFunction value) {
        double[] values =
                IntStream.range(from, from + count).mapToDouble(value).sorted().toArray();
        return count == 0 ? 0 : values[count / 2];
    }
}
