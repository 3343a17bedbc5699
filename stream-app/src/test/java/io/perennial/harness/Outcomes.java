// SPDX-License-Identifier: Apache-2.0
package io.perennial.harness;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * What became of the events of a test.
 *
 * @param predictions number of records on the predictions topic
 * @param deadLetters number of records on the dead-letter topic
 * @param missing ids that were sent and have no outcome
 * @param duplicated ids with more than one outcome, with the topic-partition-offset of each
 * @param unknown ids that were never sent, with the topic-partition-offset of each outcome
 */
public record Outcomes(
        int predictions,
        int deadLetters,
        SortedSet<String> missing,
        SortedMap<String, List<String>> duplicated,
        SortedMap<String, List<String>> unknown) {

    private static final int NAMED = 20;

    public boolean eachExactlyOnce() {
        return missing.isEmpty() && duplicated.isEmpty() && unknown.isEmpty();
    }

    @Override
    public String toString() {
        return predictions + " predictions and " + deadLetters + " dead letters; "
                + missing.size() + " missing" + named(missing) + ", "
                + duplicated.size() + " duplicated" + named(duplicated.entrySet()) + ", "
                + unknown.size() + " never sent" + named(unknown.entrySet());
    }

    private static String named(Collection<?> all) {
        if (all.isEmpty()) {
            return "";
        }
        return all.stream()
                .limit(NAMED)
                .map(String::valueOf)
                .collect(Collectors.joining(", ", ": [", all.size() > NAMED ? ", ...]" : "]"));
    }
}
