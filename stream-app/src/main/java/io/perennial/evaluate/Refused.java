// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import io.perennial.record.EventRefused;
import io.perennial.record.Refusal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Counts records that were no events, or no labels. */
final class Refused {

    private final Map<Refusal, Integer> counts = new EnumMap<>(Refusal.class);
    private String first;

    void add(EventRefused refused) {
        counts.merge(refused.refusal(), 1, Integer::sum);
        first = first == null ? refused.getMessage() : first;
    }

    /** A line for the reader; empty where nothing was refused. */
    Optional<String> remark(String what) {
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        String reasons = counts.entrySet().stream()
                .map(reason -> reason.getValue() + " " + reason.getKey().tag())
                .collect(Collectors.joining(", "));
        return Optional.of(all + " " + what + " refused (" + reasons + "), the first being " + first);
    }
}
