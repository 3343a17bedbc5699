// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import io.perennial.evaluate.Recording;
import io.perennial.evaluate.Sequence;
import java.util.stream.IntStream;

/**
 * One class and nothing else: its events in their natural order, again and again. The seed chooses the class.
 *
 * @param events of the whole stream
 */
record SingleClass(int events) implements Regime {

    @Override
    public Stream of(Recording recording, long seed) {
        int[] classes = IntStream.range(0, recording.size())
                .map(recording::label)
                .filter(label -> label != Recording.UNKNOWN)
                .distinct()
                .sorted()
                .toArray();
        int chosen = classes[Math.floorMod(seed, classes.length)];
        int[] its = IntStream.range(0, recording.size())
                .filter(event -> recording.label(event) == chosen)
                .toArray();
        int[] all =
                IntStream.range(0, events).map(event -> its[event % its.length]).toArray();
        return new Stream(recording, new Sequence("class " + chosen, 1, all));
    }
}
