// SPDX-License-Identifier: Apache-2.0
package io.perennial.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What the trials came to, one row for each fault; printed as it grows and kept as {@code target/chaos.md}. */
final class ChaosTable {

    private static final Path FILE = Path.of("target", "chaos.md");
    private static final List<String> HEAD = List.of(
            "| fault | times | events | lost | duplicated | recovery in seconds, median | longest | remark |",
            "| --- | --: | --: | --: | --: | --: | --: | --- |");
    private static final List<String> ROWS = new ArrayList<>();

    /**
     * One fault.
     *
     * @param seconds from each fault until every event that had been sent by its end was answered
     * @param remark may be empty
     */
    record Row(String fault, long events, long lost, long duplicated, List<Double> seconds, String remark) {

        private String line() {
            List<Double> sorted = new ArrayList<>(seconds);
            Collections.sort(sorted);
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %d | %.1f | %.1f | %s |",
                    fault,
                    sorted.size(),
                    events,
                    lost,
                    duplicated,
                    sorted.get(sorted.size() / 2),
                    sorted.get(sorted.size() - 1),
                    remark);
        }
    }

    private ChaosTable() {}

    static synchronized void add(Row row) throws IOException {
        ROWS.add(row.line());
        List<String> lines = new ArrayList<>(HEAD);
        lines.addAll(ROWS);
        Files.createDirectories(FILE.getParent());
        Files.write(FILE, lines);
        System.out.println("\n" + String.join("\n", lines) + "\n");
    }
}
