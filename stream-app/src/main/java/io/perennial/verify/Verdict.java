// SPDX-License-Identifier: Apache-2.0
package io.perennial.verify;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What became of the events of one partition.
 *
 * @param events that were looked at
 * @param waiting events at the end without an outcome yet
 * @param unjudged events and outcomes whose counterpart the topics no longer hold
 * @param step the last that answered; -1 where none did
 * @param wentBack the most steps that were taken back without a command
 * @param violations by the order of their events
 */
public record Verdict(
        int partition,
        long events,
        long predictions,
        long deadLetters,
        long waiting,
        long unjudged,
        long step,
        long wentBack,
        List<Violation> violations) {

    public Verdict {
        violations = violations.stream()
                .sorted(Comparator.comparingLong(Violation::near))
                .toList();
    }

    /** How many violations are of a kind. */
    public long count(Violation.Kind kind) {
        return violations.stream().filter(violation -> violation.kind() == kind).count();
    }

    /** The earliest. */
    public Optional<Violation> first() {
        return violations.stream().findFirst();
    }
}
