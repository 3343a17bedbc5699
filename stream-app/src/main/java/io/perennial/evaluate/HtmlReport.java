// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import io.perennial.adaptation.uncertainty.Calibration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The backtest as one page for a browser: no scripts, nothing from a network. */
public final class HtmlReport {

    private final Map<String, List<Outcome>> methods = new LinkedHashMap<>();
    private final StringBuilder html = new StringBuilder();
    private final List<Curve.Stretch> stretches;
    private final Course any;
    private final int events;

    private HtmlReport(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            methods.computeIfAbsent(outcome.run().method(), name -> new ArrayList<>())
                    .add(outcome);
        }
        any = outcomes.get(0).course();
        stretches = Curve.Stretch.of(any);
        events = outcomes.get(0).run().events();
    }

    /** Writes the file, over one that is there. */
    public static void write(Path file, String title, List<Outcome> outcomes) throws IOException {
        Files.writeString(file, new HtmlReport(outcomes).page(title, outcomes));
    }

    private String page(String title, List<Outcome> outcomes) throws IOException {
        Run first = outcomes.get(0).run();
        html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(Markup.escaped(title))
                .append("</title>\n<style>\n")
                .append(style())
                .append("</style></head><body>\n<h1>Does adapting help on this stream?</h1>\n<p>")
                .append(Markup.escaped(title))
                .append(Markup.format(
                        ": %,d events in batches of %d, %d seed%s; figures are means over the seeds.</p>\n",
                        events,
                        first.batch(),
                        outcomes.size() / methods.size(),
                        outcomes.size() == methods.size() ? "" : "s"));
        table(outcomes);
        if (first.error() != null) {
            error();
            reliability();
        }
        steps(
                "Distance from the source",
                "How far the weights that predict are from the source's, relative to the size of those.",
                "%",
                point -> 100 * point.distance());
        steps(
                "Restored share",
                "Parameters that went back to the source after a step.",
                "%",
                point -> 100 * point.restored());
        return html.append("<footer>perennial evaluate</footer>\n</body></html>\n")
                .toString();
    }

    private static String style() throws IOException {
        try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void table(List<Outcome> outcomes) {
        html.append("<div class=\"scroll\"><table>\n");
        List<List<String>> cells = ResultTable.cells(outcomes);
        for (int line = 0; line < cells.size(); line++) {
            String tag = line == 0 ? "th" : "td";
            html.append("<tr>");
            cells.get(line).forEach(cell -> html.append(Markup.format("<%s>%s</%s>", tag, Markup.escaped(cell), tag)));
            html.append("</tr>\n");
        }
        html.append("</table></div>\n");
    }

    private void error() {
        List<Curve> curves = new ArrayList<>();
        methods.forEach((name, seeds) -> curves.add(Curve.error(name, curves.size(), seeds)));
        String per = Markup.format("%,d", Math.max(1, events / curves.get(0).x().length));
        chart(
                "Error over the stream",
                "Over stretches of about " + per + " events, each predicted before it was learned from."
                        + (stretches.size() > 1 ? " Bands are the segments." : ""),
                "%",
                curves,
                List.copyOf(methods.keySet()));
    }

    /** Methods that never move are left out: their line would be zero. */
    private void steps(String title, String text, String unit, ToDoubleFunction<Course.Point> value) {
        List<Curve> curves = new ArrayList<>();
        int style = 0;
        for (Map.Entry<String, List<Outcome>> method : methods.entrySet()) {
            Curve curve = Curve.steps(method.getKey(), style++, method.getValue(), value);
            if (curve.highest() > 0) {
                curves.add(curve);
            }
        }
        if (!curves.isEmpty()) {
            chart(title, text, unit, curves, curves.stream().map(Curve::name).toList());
        }
    }

    private void chart(String title, String text, String unit, List<Curve> curves, List<String> names) {
        html.append(Markup.format("<section><h2>%s</h2>\n<p>%s</p>\n<ul class=\"legend\">", title, text));
        for (int i = 0; i < curves.size(); i++) {
            html.append(Markup.format(
                    "<li><svg viewBox=\"0 0 28 12\"><path class=\"line\" %s d=\"M0 8H28\"/></svg>%s</li>",
                    LineChart.stroke(curves.get(i).style()), Markup.escaped(names.get(i))));
        }
        html.append("</ul>\n")
                .append(LineChart.of(title, unit, 100, events, curves, stretches))
                .append("</section>\n");
    }

    private void reliability() {
        html.append("<section><h2>Reliability</h2>\n<p>Accuracy over confidence in ")
                .append(Calibration.BINS)
                .append(" bins: on the diagonal a model is right as often as it says, below it is too sure of itself."
                        + " Bars are the shares of the events. First seed.</p>\n<div class=\"small\">\n");
        int style = 0;
        for (Map.Entry<String, List<Outcome>> method : methods.entrySet()) {
            Calibration calibration = method.getValue().get(0).course().calibration();
            html.append("<figure><figcaption>")
                    .append(Markup.escaped(method.getKey()))
                    .append(Markup.format(", ECE %.1f%%</figcaption>", 100 * calibration.expectedError()))
                    .append(ReliabilityDiagram.of(method.getKey(), style++, calibration.bins()))
                    .append("</figure>\n");
        }
        html.append("</div></section>\n");
    }
}
