// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.engines;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Outcomes as Markdown: a row for each engine of each match. */
final class Table {

    private static final String NOT_KNOWN = "Memory is not shown: this system has no /proc/self/status.\n";

    private Table() {}

    /** @param matches of each its outcomes, in the order of the engines; the first is the one that others are compared with */
    static String of(List<List<Outcome>> matches) {
        boolean memory = matches.get(0).get(0).ready().loaded().isPresent();
        String reference = matches.get(0).get(0).engine();
        StringBuilder table = new StringBuilder();
        line(
                table,
                List.of(
                        "model",
                        "batch",
                        "threads",
                        "engine",
                        "ms a step",
                        "times " + reference,
                        "processor, ms a step"),
                memory ? List.of("MiB loaded", "MiB after the warm-up", "MiB at the end") : List.of());
        line(
                table,
                List.of("---", "---:", "---:", "---", "---:", "---:", "---:"),
                memory ? List.of("---:", "---:", "---:") : List.of());
        for (List<Outcome> match : matches) {
            for (Outcome outcome : match) {
                line(table, time(outcome, match.get(0)), memory ? memory(outcome) : List.of());
            }
        }
        return memory ? table.toString() : table + "\n" + NOT_KNOWN;
    }

    private static List<String> time(Outcome outcome, Outcome reference) {
        Match match = outcome.match();
        Quartiles times = outcome.times(reference);
        String compared = outcome.isBaseline()
                ? ""
                : outcome.equals(reference)
                        ? "1"
                        : String.format(
                                Locale.ROOT, "%.2f (%.2f to %.2f)", times.median(), times.lower(), times.upper());
        return List.of(
                match.subject().word(),
                Integer.toString(match.batch()),
                match.threads() == 0 ? "all" : Integer.toString(match.threads()),
                outcome.engine(),
                millis(outcome.millis().median()),
                compared,
                millis(outcome.processorMillis().median()));
    }

    private static String millis(double figure) {
        return String.format(Locale.ROOT, figure < 100 ? "%.2f" : "%.0f", figure);
    }

    private static List<String> memory(Outcome outcome) {
        List<String> cells = new ArrayList<>();
        cells.add(mebibytes(outcome.ready().loaded().map(Memory::now)));
        cells.add(mebibytes(outcome.warm().memory().map(Memory::most)));
        cells.add(mebibytes(outcome.last().memory().map(Memory::most)));
        return cells;
    }

    private static String mebibytes(Optional<Long> kibibytes) {
        return Long.toString(kibibytes.orElseThrow() >> 10);
    }

    private static void line(StringBuilder table, List<String> first, List<String> second) {
        List<String> cells = new ArrayList<>(first);
        cells.addAll(second);
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
