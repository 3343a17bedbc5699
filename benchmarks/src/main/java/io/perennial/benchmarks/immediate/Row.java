// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.immediate;

import io.perennial.benchmarks.engines.Quartiles;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What one application did in one round.
 *
 * @param name of what was measured
 * @param produced nanoseconds until a prediction was on its topic, ascending
 * @param read until it was read there, uncommitted, ascending; empty where nobody read that at once
 * @param committed until it could be read committed, ascending; empty where nobody read that at once
 * @param error share of wrong predictions; NaN where nothing is predicted
 * @param steps that were learned
 * @param skipped batches for which there was no time
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Row(String name, long[] produced, long[] read, long[] committed, double error, double steps, double skipped) {

    /** @param rows of each application those of its rounds; a line has their medians, and where p99 lay in all of them */
    static String table(Collection<List<Row>> rows) {
        StringBuilder text = new StringBuilder();
        text.append(
                "| | produced p50, ms | p99 | of all rounds | p99.9 | max"
                        + " | read p50, ms | p99 | of all rounds | committed p50, ms | p99 | max | error, % | steps | skipped |\n");
        text.append("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        rows.forEach(rounds -> text.append(line(rounds)));
        return text.toString();
    }

    private static String line(List<Row> rounds) {
        return "| " + rounds.get(0).name
                + cell(rounds, row -> millis(row.produced, 0.5))
                + cell(rounds, row -> millis(row.produced, 0.99))
                + range(rounds, row -> millis(row.produced, 0.99))
                + cell(rounds, row -> millis(row.produced, 0.999))
                + cell(rounds, row -> millis(row.produced, 1))
                + cell(rounds, row -> millis(row.read, 0.5))
                + cell(rounds, row -> millis(row.read, 0.99))
                + range(rounds, row -> millis(row.read, 0.99))
                + cell(rounds, row -> millis(row.committed, 0.5))
                + cell(rounds, row -> millis(row.committed, 0.99))
                + cell(rounds, row -> millis(row.committed, 1))
                + cell(rounds, row -> 100 * row.error)
                + String.format(Locale.ROOT, " | %.0f", median(rounds, Row::steps))
                + String.format(Locale.ROOT, " | %.0f |%n", median(rounds, Row::skipped));
    }

    private static String cell(List<Row> rounds, ToDoubleFunction<Row> of) {
        double median = median(rounds, of);
        return Double.isNaN(median) ? " | " : String.format(Locale.ROOT, " | %.1f", median);
    }

    private static String range(List<Row> rounds, ToDoubleFunction<Row> of) {
        double[] ascending = ascending(rounds, of);
        return Double.isNaN(ascending[0])
                ? " | "
                : String.format(Locale.ROOT, " | %.1f to %.1f", ascending[0], ascending[ascending.length - 1]);
    }

    private static double[] ascending(List<Row> rounds, ToDoubleFunction<Row> of) {
        return rounds.stream().mapToDouble(of).sorted().toArray();
    }

    private static double median(List<Row> rounds, ToDoubleFunction<Row> of) {
        return Quartiles.of(ascending(rounds, of)).median();
    }

    /** The smallest that so large a share is not above; NaN of none. */
    static double millis(long[] ascending, double share) {
        if (ascending.length == 0) {
            return Double.NaN;
        }
        int place = (int) Math.ceil(share * ascending.length) - 1;
        return ascending[Math.max(0, place)] / 1e6;
    }
}
