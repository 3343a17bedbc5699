// SPDX-License-Identifier: Apache-2.0
package io.perennial.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Results as a table in Markdown. */
final class ResultTable {

    private ResultTable() {}

    static List<String> lines(List<Result> results) {
        List<String> lines = new ArrayList<>();
        lines.add("| target | executions | executions/s | edges | features | corpus | new findings |");
        lines.add("|---|---:|---:|---:|---:|---:|---:|");
        long executions = 0;
        long seconds = 0;
        long corpus = 0;
        long found = 0;
        for (Result result : results) {
            lines.add(row(result));
            executions += result.executions();
            seconds += result.seconds();
            corpus += result.corpus();
            found += result.found().size();
        }
        lines.add(String.format(
                Locale.ROOT,
                "| **all** | %,d | %,d | | | %,d | %d |",
                executions,
                executions / Math.max(1, seconds),
                corpus,
                found));
        return lines;
    }

    static String row(Result result) {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %,d | %,d | %,d | %d |",
                result.target(),
                result.executions(),
                result.executions() / Math.max(1, result.seconds()),
                result.edges(),
                result.features(),
                result.corpus(),
                result.found().size());
    }
}
