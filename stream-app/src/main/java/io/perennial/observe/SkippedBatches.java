// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import io.micrometer.core.instrument.Counter;
import io.perennial.adaptation.method.Held;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** Batches of one partition that were predicted and not learned from, by reason. */
final class SkippedBatches {

    private final Map<PartitionMetrics.Unasked, Counter> unasked = new EnumMap<>(PartitionMetrics.Unasked.class);
    private final Map<Held, Counter> held = new EnumMap<>(Held.class);

    /** @param counter by the value of the tag {@code reason} */
    SkippedBatches(Function<String, Counter> counter) {
        for (PartitionMetrics.Unasked reason : PartitionMetrics.Unasked.values()) {
            unasked.put(reason, counter.apply(reason.tag()));
        }
        for (Held reason : Held.values()) {
            held.put(reason, counter.apply(reason.tag()));
        }
    }

    void count(PartitionMetrics.Unasked reason) {
        unasked.get(reason).increment();
    }

    void count(Held reason) {
        held.get(reason).increment();
    }
}
