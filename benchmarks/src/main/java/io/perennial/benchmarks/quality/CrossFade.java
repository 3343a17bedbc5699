// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import io.perennial.evaluate.Recording;
import io.perennial.evaluate.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Gradual shift without a scale of severity: over the last third of each domain the share of the next domain's events
 * rises from 0 to 1. Every event comes once, and each domain keeps its own order.
 */
final class CrossFade implements Regime {

    @Override
    public Stream of(Recording recording, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<int[]> domains = Domains.of(recording);
        IntStream.Builder order = IntStream.builder();
        int from = 0;
        for (int d = 0; d < domains.size(); d++) {
            int[] own = domains.get(d);
            int[] next = d + 1 < domains.size() ? domains.get(d + 1) : new int[0];
            // Half of the fade's events are the next domain's, so it takes two sixths of a domain of the same size.
            int given = Math.min(own.length, next.length) / 6;
            int pure = own.length - given;
            Arrays.stream(own, from, pure).forEach(order);
            fade(Arrays.copyOfRange(own, pure, own.length), Arrays.copyOf(next, given), random, order);
            from = given;
        }
        return new Stream(recording, new Sequence("gradual", 1, order.build().toArray()));
    }

    /** Both are used up; until one of them is, the second comes with a share that rises evenly. */
    private static void fade(int[] first, int[] second, SplittableRandom random, IntStream.Builder order) {
        int length = first.length + second.length;
        int taken = 0;
        for (int i = 0; i < length; i++) {
            boolean rising = random.nextDouble() < (i + 0.5) / length;
            boolean next = taken < second.length && (rising || i - taken == first.length);
            order.accept(next ? second[taken] : first[i - taken]);
            taken += next ? 1 : 0;
        }
    }
}
