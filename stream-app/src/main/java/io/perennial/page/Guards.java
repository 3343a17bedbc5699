// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the gauge {@code perennial.adapt.guard.state}: 0 closed, 1 half-open, 2 open. */
final class Guards {

    static final String GAUGE = "perennial.adapt.guard.state";

    private static final String NONE = "none";
    private static final List<String> NAMES = List.of("closed", "half-open", "open");

    private Guards() {}

    /** As on the drift topic; {@code none} without a guard. */
    static String name(Double gauge) {
        return gauge == null ? NONE : NAMES.get((int) Math.max(0, Math.min(2, Math.round(gauge))));
    }

    /** Where a note says that the guard went. */
    static String went(DriftNote note) {
        return note.json().path("to").asText();
    }

    /**
     * Those that are not closed.
     *
     * @param gauges by partition
     */
    static List<Situation.Guard> notClosed(Map<String, Double> gauges, Standing standing) {
        List<Situation.Guard> guards = new ArrayList<>();
        gauges.forEach((partition, gauge) -> {
            String state = name(gauge);
            if (!state.equals("closed")) {
                int number = Integer.parseInt(partition);
                Optional<DriftNote> note =
                        standing.guard(number).filter(last -> went(last).equals(state));
                Optional<Instant> since = note.map(DriftNote::at);
                guards.add(new Situation.Guard(
                        number,
                        state.equals("open"),
                        note.map(DriftNote::subject).orElse(""),
                        since));
            }
        });
        return guards;
    }
}
