// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import java.util.SplittableRandom;

/** Events by where they lie along a few random directions, which keeps their distances (Johnson and Lindenstrauss, 1984). */
final class RandomDirections {

    private final int count;
    /** For each feature its share of every direction. */
    private final float[] shares;

    RandomDirections(int features, int count, long seed) {
        this.count = count;
        SplittableRandom random = new SplittableRandom(seed);
        shares = new float[features * count];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (float) random.nextGaussian();
        }
    }

    /** Where an event lies along each direction. */
    float[] along(float... event) {
        float[] at = new float[count];
        for (int feature = 0; feature < event.length; feature++) {
            float value = event[feature];
            int from = feature * count;
            for (int d = 0; d < count; d++) {
                at[d] += shares[from + d] * value;
            }
        }
        return at;
    }
}
