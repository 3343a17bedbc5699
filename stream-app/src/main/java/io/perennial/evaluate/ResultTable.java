// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The table of a backtest: a line for each method, the mean over seeds, and their standard deviation behind it. */
public final class ResultTable {

    /** @param spread whether it differs between seeds for another reason than the machine */
    private record Column(String title, int decimals, String unit, boolean spread, ToDoubleFunction<Run> value) {}

    private static final List<Column> LABELLED = List.of(
            new Column("error", 2, "%", true, run -> 100 * run.error()),
            new Column("Brier", 4, "", true, Run::brier),
            new Column("NLL", 4, "", true, Run::nll),
            new Column("ECE", 2, "%", true, run -> 100 * run.ece()),
            new Column("worst segment", 2, "%", true, run -> 100 * run.worstSegmentError()),
            new Column("last tenth", 2, "%", true, run -> 100 * run.lastTenthError()));

    private static final List<Column> UNLABELLED = List.of(
            new Column("confidence", 2, "%", true, run -> 100 * run.meanConfidence()),
            new Column("entropy", 4, "", true, Run::meanEntropy),
            new Column("unlike source", 2, "%", true, run -> 100 * run.sourceDisagreement()));

    private static final List<Column> ALWAYS = List.of(
            new Column("steps", 0, "", false, Run::steps),
            new Column("restored", 2, "%", true, run -> 100 * run.restoredShare()),
            new Column("guard", 0, "", false, Run::guardActions),
            new Column("events/s", 0, "", false, Run::eventsPerSecond),
            new Column("peak MB", 0, "", false, Run::peakMegabytes));

    private ResultTable() {}

    /** Lines without a line break at the end. */
    public static List<String> lines(List<Outcome> outcomes) {
        return aligned(cells(outcomes));
    }

    /** The titles, then a line for each method. */
    static List<List<String>> cells(List<Outcome> outcomes) {
        Map<String, List<Run>> byMethod = byMethod(outcomes);
        boolean labelled = outcomes.get(0).run().error() != null;
        List<Column> columns = new ArrayList<>(labelled ? LABELLED : UNLABELLED);
        columns.addAll(ALWAYS);
        List<List<String>> cells = new ArrayList<>();
        List<String> titles = new ArrayList<>(List.of("method"));
        columns.forEach(column -> titles.add(column.title()));
        cells.add(titles);
        byMethod.forEach((method, runs) -> {
            List<String> line = new ArrayList<>(List.of(method));
            columns.forEach(column -> line.add(cell(column, runs)));
            cells.add(line);
        });
        return cells;
    }

    /** The runs of each method, one a seed, in the order in which the methods were given. */
    private static Map<String, List<Run>> byMethod(List<Outcome> outcomes) {
        Map<String, List<Run>> byMethod = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            byMethod.computeIfAbsent(outcome.run().method(), name -> new ArrayList<>())
                    .add(outcome.run());
        }
        return byMethod;
    }

    private static String cell(Column column, List<Run> runs) {
        Spread spread = Spread.of(runs.stream().mapToDouble(column.value()).toArray());
        String format = "%." + column.decimals() + "f";
        String mean = Markup.format(format, spread.mean()) + column.unit();
        return runs.size() == 1 || !column.spread() ? mean : mean + " ±" + Markup.format(format, spread.deviation());
    }

    /** The first column to the left, the others to the right. */
    public static List<String> aligned(List<List<String>> cells) {
        int[] widths = new int[cells.get(0).size()];
        for (List<String> line : cells) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], line.get(c).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> line : cells) {
            StringBuilder text = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                String padding = " ".repeat(widths[c] - line.get(c).length());
                text.append(c == 0 ? line.get(c) + padding : "  " + padding + line.get(c));
            }
            lines.add(text.toString().stripTrailing());
        }
        return lines;
    }
}
