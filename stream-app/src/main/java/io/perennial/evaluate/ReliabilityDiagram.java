// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import io.perennial.adaptation.uncertainty.Calibration;
import java.util.List;

/** Accuracy over confidence as SVG: on the diagonal a model is right as often as it says; bars are shares of events. */
final class ReliabilityDiagram {

    private static final int SIZE = 220;
    private static final int LEFT = 34;
    private static final int BOTTOM = 34;
    private static final int EDGE = 8;

    private ReliabilityDiagram() {}

    static String of(String method, int style, List<Calibration.Bin> bins) {
        StringBuilder svg = new StringBuilder(Markup.format(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"reliability of %s\">\n",
                SIZE, SIZE, Markup.escaped(method)));
        for (double tick : new double[] {0, 0.5, 1}) {
            svg.append(Markup.format(
                    "<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>"
                            + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
                    tick == 0 ? "axis" : "grid",
                    LEFT,
                    SIZE - EDGE,
                    y(tick),
                    y(tick),
                    LEFT - 6,
                    y(tick) + 4,
                    tick == 0.5 ? "0.5" : (int) tick,
                    x(tick),
                    SIZE - BOTTOM + 15,
                    tick == 0.5 ? "0.5" : (int) tick));
        }
        svg.append(Markup.format(
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">confidence</text>\n"
                        + "<line class=\"ideal\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
                x(0.5), SIZE - 4, x(0), y(0), x(1), y(1)));
        bars(svg, style, bins);
        dots(svg, style, bins);
        return svg.append("</svg>\n").toString();
    }

    private static void bars(StringBuilder svg, int style, List<Calibration.Bin> bins) {
        double all = bins.stream().mapToLong(Calibration.Bin::events).sum();
        for (int i = 0; i < bins.size(); i++) {
            double share = bins.get(i).events() / all;
            svg.append(Markup.format(
                    "<rect class=\"bars\" fill=\"var(--s%d)\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n",
                    style % 8,
                    x((double) i / bins.size()) + 0.5,
                    y(share),
                    x(1.0 / bins.size()) - x(0) - 1,
                    y(0) - y(share)));
        }
    }

    private static void dots(StringBuilder svg, int style, List<Calibration.Bin> bins) {
        for (Calibration.Bin bin : bins) {
            if (bin.events() > 0) {
                svg.append(Markup.format(
                        "<circle class=\"dot\" fill=\"var(--s%d)\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%,d events:"
                                + " confidence %.3f, accuracy %.3f</title></circle>\n",
                        style % 8,
                        x(bin.confidence()),
                        y(bin.accuracy()),
                        bin.events(),
                        bin.confidence(),
                        bin.accuracy()));
            }
        }
    }

    private static double x(double value) {
        return LEFT + (SIZE - LEFT - EDGE) * value;
    }

    private static double y(double value) {
        return SIZE - BOTTOM - (SIZE - EDGE - BOTTOM) * value;
    }
}
