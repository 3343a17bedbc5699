// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.restore;

import java.util.List;
import java.util.Locale;

/**
 * What one size took.
 *
 * @param bytes of what each partition has learned
 * @param records restored by all partitions together where there is no replica
 * @param restore seconds from the first changelog to the last
 * @param answer seconds from the start of the new instance to an answer of every partition
 * @param warmRecords restored by all partitions together where there is a replica
 * @param warmAnswer seconds from the moment that the other one is told to go to an answer of every partition
 */
record Row(long bytes, long records, double restore, double answer, long warmRecords, double warmAnswer) {

    Row with(long records, double answer) {
        return new Row(bytes, this.records, restore, this.answer, records, answer);
    }

    /** A table for people. */
    static String table(List<Row> rows, int partitions, int saves) {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%d partitions, %d times saved and not compacted yet.%n%n"
                        + "| learned, per partition | records read | restore | start to all answers"
                        + " | records read with a replica | leaving to all answers with a replica |%n"
                        + "|---:|---:|---:|---:|---:|---:|%n",
                partitions,
                saves));
        for (Row row : rows) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.2f s | %.1f s | %d | %.1f s |%n",
                    size(row.bytes),
                    row.records,
                    row.restore,
                    row.answer,
                    row.warmRecords,
                    row.warmAnswer));
        }
        return table.toString();
    }

    private static String size(long bytes) {
        return bytes < 1024
                ? bytes + " B, does nothing else"
                : String.format(Locale.ROOT, "%.1f MiB", bytes / (1024.0 * 1024));
    }
}
