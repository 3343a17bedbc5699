// SPDX-License-Identifier: Apache-2.0
package io.perennial.chaos;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What the trials came to, one row for each fault; printed as it grows and kept in a file. Trials run in several processes at once,
 * which share the file of a run.
 */
final class ChaosTable {

    private static final Path FILE = Path.of(
            "target",
            "chaos-" + System.getProperty("perennial.chaos.run", "alone").replace(':', '-') + ".md");
    private static final Path TURN = Path.of("target", "chaos.lock");
    private static final List<String> HEAD = List.of(
            "| fault | times | events | lost | duplicated | recovery in seconds, median | longest | remark |",
            "| --- | --: | --: | --: | --: | --: | --: | --- |");

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

    static void add(Row row) throws IOException {
        Files.createDirectories(FILE.getParent());
        // A file of its own: who closes a file lets go of every lock that his process has on it.
        try (FileChannel turn = FileChannel.open(TURN, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock alone = turn.lock()) {
            List<String> lines = new ArrayList<>(Files.exists(FILE) ? Files.readAllLines(FILE) : HEAD);
            lines.add(row.line());
            Files.write(FILE, lines);
            System.out.println("\n" + String.join("\n", lines) + "\n");
        }
    }
}
