// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.immediate;

import java.util.List;
import java.util.Locale;

/**
 * One line of the table.
 *
 * @param name of what was measured
 * @param produced nanoseconds until a prediction could be read uncommitted, ascending
 * @param committed until it could be read committed, ascending
 * @param error share of wrong predictions; NaN where nothing is predicted
 * @param steps that were learned
 * @param skipped batches for which there was no time
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Row(String name, long[] produced, long[] committed, double error, double steps, double skipped) {

    static String table(List<Row> rows) {
        StringBuilder text = new StringBuilder();
        text.append(
                "| | produced p50, ms | p99 | p99.9 | max | committed p50, ms | p99 | max | error, % | steps | skipped |\n");
        text.append("|---|---|---|---|---|---|---|---|---|---|---|\n");
        rows.forEach(row -> text.append(row.line()));
        return text.toString();
    }

    private String line() {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %s | %.0f | %.0f |%n",
                name,
                millis(produced, 0.5),
                millis(produced, 0.99),
                millis(produced, 0.999),
                millis(produced, 1),
                millis(committed, 0.5),
                millis(committed, 0.99),
                millis(committed, 1),
                Double.isNaN(error) ? "" : String.format(Locale.ROOT, "%.1f", 100 * error),
                steps,
                skipped);
    }

    /** The smallest that so large a share is not above. */
    static double millis(long[] ascending, double share) {
        int place = (int) Math.ceil(share * ascending.length) - 1;
        return ascending[Math.max(0, place)] / 1e6;
    }
}
