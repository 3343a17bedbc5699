// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import java.util.List;

/** Horizontal bars with their names, as an SVG file of its own: no scripts, nothing from a network. */
public final class BarChart {

    /**
     * One bar.
     *
     * @param name beside it
     * @param value 0 or more; one that is not finite is drawn over the whole width and named so
     */
    public record Bar(String name, double value) {}

    private static final int WIDTH = 860;
    private static final int TOP = 44;
    private static final int BOTTOM = 34;
    private static final int ROW = 20;
    private static final int THICK = 12;
    private static final int RIGHT = 84;
    private static final int CHARACTER = 7;
    private static final int LONGEST_NAME = 44;
    private static final int TICKS = 4;

    /** The page's colours, for light and dark. */
    private static final String STYLE = "<style>"
            + ":root{--page:#fcfcfb;--ink:#0b0b0b;--soft:#52514e;--faint:#898781;--grid:#e4e3df;--s1:#2a78d6}"
            + "@media(prefers-color-scheme:dark){:root{--page:#1a1a19;--ink:#fff;--soft:#c3c2b7;--faint:#898781;"
            + "--grid:#31312f;--s1:#5b9bee}}"
            + ".page{fill:var(--page)}text{fill:var(--soft);font:12px system-ui,sans-serif}"
            + "text.title{fill:var(--ink);font-size:15px;font-weight:600}"
            + ".grid{stroke:var(--grid)}.axis{stroke:var(--faint)}.bar{fill:var(--s1)}</style>\n";

    private final int left;
    private final double top;
    private final StringBuilder svg = new StringBuilder();

    private BarChart(int left, double top) {
        this.left = left;
        this.top = top;
    }

    /**
     * @param unit behind the numbers
     * @param bars from the top down
     */
    public static String of(String title, String unit, List<Bar> bars) {
        int longest = bars.stream().mapToInt(bar -> shown(bar).length()).max().orElse(0);
        double highest = bars.stream()
                .mapToDouble(Bar::value)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        BarChart chart = new BarChart(24 + longest * CHARACTER, LineChart.nice(highest));
        int height = TOP + bars.size() * ROW + BOTTOM;
        chart.svg.append(Markup.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
                WIDTH, height, Markup.escaped(title)));
        chart.svg
                .append(STYLE)
                .append(Markup.format(
                        "<rect class=\"page\" width=\"%d\" height=\"%d\"/>\n<text class=\"title\" x=\"12\" y=\"26\">%s</text>\n",
                        WIDTH, height, Markup.escaped(title)));
        chart.axis(unit, height - BOTTOM);
        for (int i = 0; i < bars.size(); i++) {
            chart.bar(bars.get(i), unit, TOP + i * ROW);
        }
        return chart.svg.append("</svg>\n").toString();
    }

    private void axis(String unit, int bottom) {
        for (int tick = 0; tick <= TICKS; tick++) {
            double value = top * tick / TICKS;
            svg.append(Markup.format(
                    "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>"
                            + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s%s</text>\n",
                    tick == 0 ? "axis" : "grid",
                    x(value),
                    x(value),
                    TOP - 4,
                    bottom,
                    x(value),
                    bottom + 18,
                    number(value),
                    unit));
        }
    }

    private void bar(Bar bar, String unit, int y) {
        boolean finite = Double.isFinite(bar.value());
        double value = finite ? bar.value() : top;
        String number = finite ? number(bar.value()) + unit : "from zero";
        svg.append(Markup.format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                        + "<rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"1\"><title>%s: %s</title></rect>"
                        + "<text x=\"%.1f\" y=\"%d\">%s</text>\n",
                left - 8,
                y + THICK - 1,
                Markup.escaped(shown(bar)),
                left,
                y,
                x(value) - left,
                THICK,
                Markup.escaped(bar.name()),
                number,
                x(value) + 6,
                y + THICK - 1,
                number));
    }

    /** Three digits that matter. */
    private static String number(double value) {
        if (value >= 100) {
            return Markup.format("%,.0f", value);
        }
        String text = Markup.format("%.3g", value);
        return text.contains(".") && !text.contains("e") ? text.replaceAll("\\.?0+$", "") : text;
    }

    private double x(double value) {
        return left + (WIDTH - RIGHT - left) * value / top;
    }

    /** The end of a long name says more than its beginning. */
    private static String shown(Bar bar) {
        String name = bar.name();
        return name.length() <= LONGEST_NAME ? name : "…" + name.substring(name.length() - LONGEST_NAME + 1);
    }
}
