// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import java.util.List;

/** Lines over the events of a stream, as SVG. */
final class LineChart {

    private static final int WIDTH = 1040;
    private static final int HEIGHT = 300;
    private static final int LEFT = 56;
    private static final int RIGHT = 24;
    private static final int TOP = 22;
    private static final int BOTTOM = 40;
    private static final int TICKS = 5;
    /** More stretches than this are a texture, no marks. */
    private static final int MOST_STRETCHES = 60;

    private static final int CHARACTER = 7;
    private static final String[] DASHES = {"", "7 3", "2 3", "10 3 2 3"};
    private static final int COLOURS = 8;

    private final double events;
    private final double top;
    private final StringBuilder svg = new StringBuilder();

    private LineChart(double events, double top) {
        this.events = events;
        this.top = top;
    }

    /**
     * @param unit behind the numbers
     * @param most highest value that there can be
     */
    static String of(
            String title, String unit, double most, int events, List<Curve> curves, List<Curve.Stretch> stretches) {
        double highest = curves.stream().mapToDouble(Curve::highest).max().orElse(0);
        LineChart chart = new LineChart(events, Math.min(most, nice(highest)));
        chart.svg.append(Markup.format(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n", WIDTH, HEIGHT, Markup.escaped(title)));
        chart.stretches(stretches);
        chart.axes(unit);
        curves.forEach(chart::line);
        curves.forEach(curve -> chart.hovers(curve, unit));
        return chart.svg.append("</svg>\n").toString();
    }

    /** The attributes of a method's strokes: eight colours, then the same ones with dashes. */
    static String stroke(int style) {
        return "stroke=\"var(--s" + style % COLOURS + ")\" stroke-dasharray=\""
                + DASHES[style / COLOURS % DASHES.length] + '"';
    }

    /** The next round number. */
    static double nice(double value) {
        if (!(value > 0)) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 2.5, 4, 5, 6, 8}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private double x(double event) {
        return LEFT + (WIDTH - LEFT - RIGHT) * event / events;
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top;
    }

    private void stretches(List<Curve.Stretch> stretches) {
        if (stretches.size() < 2 || stretches.size() > MOST_STRETCHES) {
            return;
        }
        for (int i = 0; i < stretches.size(); i++) {
            Curve.Stretch stretch = stretches.get(i);
            double from = x(stretch.from());
            double width = x(stretch.to()) - from;
            if (i % 2 == 1) {
                svg.append(Markup.format(
                        "<rect class=\"band\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n",
                        from, TOP, width, HEIGHT - TOP - BOTTOM));
            }
            int fits = (int) (width / CHARACTER);
            String name = stretch.name();
            if (fits >= Math.min(3, name.length())) {
                String shown = name.length() <= fits ? name : name.substring(0, fits - 1) + "…";
                svg.append(Markup.format(
                        "<text class=\"segment\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
                        from + width / 2, TOP - 7, Markup.escaped(shown)));
            }
        }
    }

    private void axes(String unit) {
        for (int tick = 0; tick <= TICKS; tick++) {
            double value = top * tick / TICKS;
            svg.append(Markup.format(
                    "<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s%s</text>\n",
                    tick == 0 ? "axis" : "grid",
                    LEFT,
                    WIDTH - RIGHT,
                    y(value),
                    y(value),
                    LEFT - 8,
                    y(value) + 4,
                    number(value),
                    unit));
        }
        double step = nice(events / TICKS);
        for (double event = 0; event <= events; event += step) {
            svg.append(Markup.format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,d</text>\n",
                    x(event), HEIGHT - BOTTOM + 18, Math.round(event)));
        }
        svg.append(Markup.format(
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">events</text>\n", x(events / 2), HEIGHT - 4));
    }

    private static String number(double value) {
        return Markup.format("%.4g", value).replaceAll("\\.?0+$", "").replaceAll("^$", "0");
    }

    private void line(Curve curve) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < curve.x().length; i++) {
            if (Double.isNaN(curve.y()[i])) {
                pen = false;
                continue;
            }
            path.append(Markup.format("%s%.1f %.1f", pen ? "L" : "M", x(curve.x()[i]), y(curve.y()[i])));
            pen = true;
        }
        svg.append("<path class=\"line\" ")
                .append(stroke(curve.style()))
                .append(" d=\"")
                .append(path)
                .append("\"/>\n");
    }

    private void hovers(Curve curve, String unit) {
        for (int i = 0; i < curve.x().length; i++) {
            if (!Double.isNaN(curve.y()[i])) {
                svg.append(Markup.format(
                        "<circle class=\"hover\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%s at %,d: %.4g%s</title></circle>\n",
                        x(curve.x()[i]),
                        y(curve.y()[i]),
                        Markup.escaped(curve.name()),
                        Math.round(curve.x()[i]),
                        curve.y()[i],
                        unit));
            }
        }
    }
}
