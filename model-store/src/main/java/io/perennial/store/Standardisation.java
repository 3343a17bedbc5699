// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import java.util.Arrays;
import java.util.Objects;

/**
 * What a model was trained to see of raw events: each value less a mean, over a deviation. As many means and deviations
 * as an event has values, or as its first extent counts (the channels of an image), or one for all.
 *
 * @param mean finite
 * @param deviation finite and above 0, as many as means
 */
public record Standardisation(float[] mean, float[] deviation) {

    public Standardisation {
        if (mean.length == 0 || mean.length != deviation.length) {
            throw new IllegalArgumentException("standardisation refused: expected as many deviations as means, got "
                    + deviation.length + " and " + mean.length);
        }
        for (int i = 0; i < mean.length; i++) {
            if (!Float.isFinite(mean[i]) || !Float.isFinite(deviation[i]) || deviation[i] <= 0) {
                throw new IllegalArgumentException(
                        "standardisation refused: expected finite means and deviations above 0, got " + mean[i]
                                + " and " + deviation[i] + " [place " + i + "]");
            }
        }
    }

    /** Whether events of this shape can be standardised so. */
    boolean fits(int... shape) {
        int length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        return mean.length == 1 || mean.length == length || shape.length > 0 && mean.length == shape[0];
    }

    /**
     * Standardises in place.
     *
     * @param values of whole events, row-major
     * @param eventLength values of one event
     */
    public void apply(float[] values, int eventLength) {
        int each = eventLength / mean.length;
        for (int i = 0; i < values.length; i++) {
            int place = i % eventLength / each;
            values[i] = (values[i] - mean[place]) / deviation[place];
        }
    }

    /** The smallest that a raw value of at least this becomes, rounded as {@link #apply} rounds. */
    float least(float raw) {
        float least = Float.POSITIVE_INFINITY;
        for (int i = 0; i < mean.length; i++) {
            least = Math.min(least, (raw - mean[i]) / deviation[i]);
        }
        return least;
    }

    /** The largest that a raw value of at most this becomes, rounded as {@link #apply} rounds. */
    float most(float raw) {
        float most = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < mean.length; i++) {
            most = Math.max(most, (raw - mean[i]) / deviation[i]);
        }
        return most;
    }

    /** By content. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Standardisation that
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(deviation, that.deviation);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(mean), Arrays.hashCode(deviation));
    }
}
