// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import io.perennial.adaptation.method.Method;
import io.perennial.adaptation.method.Seeds;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A method's labels as they would come late in service, taken from the recording: a share of the events, each so many
 * events after its prediction.
 *
 * @param delay events between an event and the telling of its label; 0 for right after its batch
 * @param share of the events whose label comes at all
 */
public record LateLabels(int delay, double share) {

    /** None is told. */
    public static final LateLabels NONE = new LateLabels(0, 0);

    public LateLabels {
        if (delay < 0) {
            throw new IllegalArgumentException("--cue-delay refused: expected 0 or more events, got " + delay);
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("--cue-share refused: expected 0 to 1, got " + share);
        }
    }

    /**
     * Tells a method what has come by now.
     *
     * @param before how many events were predicted when it was told last
     * @param now how many are predicted
     */
    void tell(Method method, Recording recording, int[] places, int before, int now, long seed) {
        int[] due = IntStream.range(Math.max(0, before - delay), Math.max(0, now - delay))
                .filter(i -> new SplittableRandom(Seeds.mix(seed, i)).nextDouble() < share)
                .map(i -> places[i])
                .filter(place -> recording.label(place) != Recording.UNKNOWN)
                .toArray();
        if (due.length > 0) {
            int[] labels = IntStream.of(due).map(recording::label).toArray();
            method.tell(recording.batch(due), labels);
        }
    }
}
