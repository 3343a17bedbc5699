// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import io.perennial.evaluate.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The results as Markdown: errors of every scenario, and how sure the methods are where most of them ran. */
final class QualityTable {

    private static final String CALIBRATED = "cifar10c/continual";

    private QualityTable() {}

    static String of(Results results) {
        if (results.scenarios().isEmpty()) {
            return "Nothing has been measured yet.\n";
        }
        return errors(results) + "\n`" + CALIBRATED + "`, probabilities:\n\n" + probabilities(results);
    }

    private static String errors(Results results) {
        List<String> methods = results.methods();
        StringBuilder table = new StringBuilder();
        line(table, Stream.concat(Stream.of("scenario"), methods.stream()));
        line(table, Stream.concat(Stream.of("---"), methods.stream().map(method -> "--:")));
        for (String scenario : results.scenarios()) {
            List<String> cells = new ArrayList<>(List.of("`" + scenario + "`"));
            methods.forEach(method -> cells.add(cell(results.figures(scenario, method, "error"), 100, 2)));
            line(table, cells.stream());
        }
        return table.toString();
    }

    private static String probabilities(Results results) {
        StringBuilder table = new StringBuilder();
        line(table, Stream.of("method", "error", "Brier", "NLL", "ECE"));
        line(table, Stream.of("---", "--:", "--:", "--:", "--:"));
        for (String method : results.methods()) {
            if (results.figures(CALIBRATED, method, "error").length > 0) {
                line(
                        table,
                        Stream.of(
                                method,
                                cell(results.figures(CALIBRATED, method, "error"), 100, 2),
                                cell(results.figures(CALIBRATED, method, "brier"), 1, 4),
                                cell(results.figures(CALIBRATED, method, "nll"), 1, 4),
                                cell(results.figures(CALIBRATED, method, "ece"), 100, 2)));
            }
        }
        return table.toString();
    }

    private static void line(StringBuilder table, Stream<String> cells) {
        table.append(cells.collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    /** Mean, and the standard deviation over seeds where there are several. */
    private static String cell(double[] figures, double scale, int decimals) {
        if (figures.length == 0) {
            return "";
        }
        Spread spread = Spread.of(figures);
        String format = "%." + decimals + "f";
        String mean = String.format(Locale.ROOT, format, scale * spread.mean());
        return figures.length == 1
                ? mean
                : mean + " ± " + String.format(Locale.ROOT, format, scale * spread.deviation());
    }
}
