// SPDX-License-Identifier: Apache-2.0
package io.perennial.checkpoint;

import io.perennial.store.archive.StoredVersion;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Which checkpoint is meant: a version, {@code step:N}, or {@code time:INSTANT}; the last two mean the newest until then. */
record Target(String text, Predicate<StoredVersion> accepts, Comparator<StoredVersion> order) {

    private static final String STEP = "step:";
    private static final String TIME = "time:";
    private static final Comparator<StoredVersion> BY_CREATED = Comparator.comparing(StoredVersion::created);

    /** @throws IllegalArgumentException if it is none of the three */
    static Target parse(String text) {
        if (text.startsWith(STEP)) {
            String digits = text.substring(STEP.length());
            if (!digits.matches("[0-9]{1,18}")) {
                throw refused("step:N with a number", text);
            }
            long step = Long.parseLong(digits);
            // A step that was learned twice, after a rollback: the later one.
            return new Target(
                    text,
                    version -> step(version) >= 0 && step(version) <= step,
                    Comparator.comparingLong(Target::step).thenComparing(BY_CREATED));
        }
        if (text.startsWith(TIME)) {
            try {
                Instant until = Instant.parse(text.substring(TIME.length()));
                return new Target(text, version -> !version.created().isAfter(until), BY_CREATED);
            } catch (DateTimeException e) {
                throw refused("time:INSTANT such as time:2026-11-24T12:00:00Z", text);
            }
        }
        return new Target(text, version -> version.version().equals(text), BY_CREATED);
    }

    StoredVersion choose(List<StoredVersion> versions, String name) {
        Optional<StoredVersion> chosen = versions.stream().filter(accepts).max(order);
        return chosen.orElseThrow(
                () -> new IllegalArgumentException("rollback refused: expected a checkpoint of " + name
                        + " for " + text + ", got none among " + versions.size()
                        + "; see them with: perennial store ls " + name));
    }

    private static long step(StoredVersion version) {
        Map<String, String> metadata = version.metadata();
        String step = metadata.getOrDefault("step", "");
        return step.matches("[0-9]{1,18}") ? Long.parseLong(step) : -1;
    }

    private static IllegalArgumentException refused(String expected, String got) {
        return new IllegalArgumentException(
                "rollback refused: expected a checkpoint's version, step:N or time:INSTANT, here " + expected + ", got "
                        + got);
    }
}
