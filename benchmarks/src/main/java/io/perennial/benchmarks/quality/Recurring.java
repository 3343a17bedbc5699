// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import io.perennial.evaluate.Recording;
import io.perennial.evaluate.Sequence;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The same stream again and again.
 *
 * @param visits how often
 * @param perDomain events of each domain, its first ones, so that many visits stay affordable
 */
record Recurring(int visits, int perDomain) implements Regime {

    @Override
    public Stream of(Recording recording, long seed) {
        int[] visit = Domains.of(recording).stream()
                .flatMapToInt(domain -> Arrays.stream(domain).limit(perDomain))
                .toArray();
        int[] all =
                IntStream.range(0, visits).flatMap(v -> Arrays.stream(visit)).toArray();
        return new Stream(recording, new Sequence("recurring:" + visits, visits, all));
    }
}
