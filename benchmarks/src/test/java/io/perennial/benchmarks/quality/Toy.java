// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import io.perennial.evaluate.Recording;

/** Four domains of twelve events, classes 0 to 3 in turn; the value of an event is its place. */
final class Toy {

    static final int DOMAIN = 12;
    static final int EVENTS = 4 * DOMAIN;

    static final Recording RECORDING = recording();

    private Toy() {}

    private static Recording recording() {
        float[] values = new float[EVENTS];
        int[] labels = new int[EVENTS];
        String[] segments = new String[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            values[i] = i;
            labels[i] = i % 4;
            segments[i] = "d" + i / DOMAIN;
        }
        return Recording.of(values, new int[] {1}, labels, segments);
    }
}
