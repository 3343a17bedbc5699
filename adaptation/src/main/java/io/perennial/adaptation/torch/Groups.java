// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.network.Batch;

/**
 * Batches of equal size that go through the network as one, each with the statistics of its own events.
 *
 * @param count how many; 1 for a pass of a single batch
 * @param inTurns whether the first event of each comes before the second of any; otherwise one batch follows the other
 */
record Groups(int count, boolean inTurns) {

    static final Groups ONE = new Groups(1, false);

    /** Images follow each other: pixels with their channels side by side cannot be seen as one image of more channels. */
    static Groups of(int count, Batch alike) {
        return new Groups(count, alike.shape().length != 4);
    }

    /** The place of an event among those of all. */
    int place(int group, int event, int events) {
        return inTurns ? event * count + group : group * events + event;
    }
}
