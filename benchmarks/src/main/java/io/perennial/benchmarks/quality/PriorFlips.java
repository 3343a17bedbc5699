// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import io.perennial.evaluate.Order;
import io.perennial.evaluate.Recording;
import io.perennial.evaluate.Sequence;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The prior of the labels flips: within each domain, stretches in which the lower half of the classes has a share
 * alternate with stretches in which the upper half has it. A domain ends when one of the halves is used up, so that no
 * event comes twice.
 *
 * @param length of a stretch, in events
 * @param share of the half that prevails
 */
record PriorFlips(int length, double share) implements Regime {

    @Override
    public Stream of(Recording recording, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int classes = 1
                + IntStream.range(0, recording.size())
                        .map(recording::label)
                        .max()
                        .orElse(0);
        IntStream.Builder order = IntStream.builder();
        for (int[] domain : Domains.of(recording)) {
            int[] events = Order.shuffled(domain, random);
            int[] lower = Arrays.stream(events)
                    .filter(event -> recording.label(event) < classes / 2)
                    .toArray();
            int[] upper = Arrays.stream(events)
                    .filter(event -> recording.label(event) >= classes / 2)
                    .toArray();
            draw(lower, upper, random, order);
        }
        return new Stream(
                recording, new Sequence("prior-flips", 1, order.build().toArray()));
    }

    private void draw(int[] lower, int[] upper, SplittableRandom random, IntStream.Builder order) {
        int drawn = 0;
        for (int i = 0; ; i++) {
            boolean lowerPrevails = i / length % 2 == 0;
            boolean fromLower = random.nextDouble() < share == lowerPrevails;
            if (fromLower ? drawn == lower.length : i - drawn == upper.length) {
                return;
            }
            order.accept(fromLower ? lower[drawn] : upper[i - drawn]);
            drawn += fromLower ? 1 : 0;
        }
    }
}
