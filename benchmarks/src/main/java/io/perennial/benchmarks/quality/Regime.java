// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import io.perennial.evaluate.Order;
import io.perennial.evaluate.Recording;
import io.perennial.evaluate.Sequence;

/** What a stream is like, as a function of a recording: the same recording and seed give the same stream. */
@FunctionalInterface
interface Regime {

    /**
     * What is streamed.
     *
     * @param recording with more events than were recorded where the regime makes some up
     */
    record Stream(Recording recording, Sequence sequence) {}

    Stream of(Recording recording, long seed);

    /** One of the orders of {@code perennial evaluate}. */
    static Regime ordered(String order) {
        Order parsed = Order.parse(order);
        return (recording, seed) -> new Stream(recording, parsed.sequence(recording, seed));
    }
}
