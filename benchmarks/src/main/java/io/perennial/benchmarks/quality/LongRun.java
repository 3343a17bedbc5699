// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import io.perennial.evaluate.Order;
import io.perennial.evaluate.Recording;
import io.perennial.evaluate.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A stream that goes on: visit after visit of all domains, the events of a domain reshuffled each time. Every visit has as
 * many events of each domain as every other, so that the tenths of ten visits can be compared.
 *
 * @param visits of all domains
 * @param length events of a visit
 */
record LongRun(int visits, int length) implements Regime {

    @Override
    public Stream of(Recording recording, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<int[]> domains = Domains.of(recording);
        IntStream.Builder order = IntStream.builder();
        for (int v = 0; v < visits; v++) {
            for (int d = 0; d < domains.size(); d++) {
                int share = length / domains.size() + (d < length % domains.size() ? 1 : 0);
                draw(domains.get(d), share, random, order);
            }
        }
        return new Stream(recording, new Sequence("long", visits, order.build().toArray()));
    }

    /** A domain with fewer events is gone through again in another order. */
    private static void draw(int[] domain, int share, SplittableRandom random, IntStream.Builder order) {
        for (int left = share; left > 0; left -= domain.length) {
            Arrays.stream(Order.shuffled(domain, random)).limit(left).forEach(order);
        }
    }
}
