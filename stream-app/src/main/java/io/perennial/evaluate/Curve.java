// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A line of a chart.
 *
 * @param name of the method
 * @param style of its strokes, the method's place among the methods
 * @param x events that had come by
 * @param y a value for each of them; NaN where there is none
 */
record Curve(String name, int style, double[] x, double[] y) {

    private static final int PARTS = 100;
    /** Fewer events make an error rate of a few steps. */
    private static final int LEAST_EVENTS = 25;

    /** Error in percent over equal parts of the stream, mean over the seeds. */
    static Curve error(String name, int style, List<Outcome> seeds) {
        int events = seeds.get(0).course().hits().size();
        int parts = Math.max(1, Math.min(PARTS, events / LEAST_EVENTS));
        Curve curve = new Curve(name, style, new double[parts], new double[parts]);
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) events * part / parts);
            int to = (int) ((long) events * (part + 1) / parts);
            curve.x[part] = (from + to) / 2.0;
            for (Outcome seed : seeds) {
                curve.y[part] += 100 * seed.course().hits().error(from, to) / seeds.size();
            }
        }
        return curve;
    }

    /** What a step says, averaged over equal parts of the stream and over the seeds. */
    static Curve steps(String name, int style, List<Outcome> seeds, ToDoubleFunction<Course.Point> value) {
        List<Course.Point> first = seeds.get(0).course().points();
        int parts = Math.min(PARTS, first.size());
        Curve curve = new Curve(name, style, new double[parts], new double[parts]);
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) first.size() * part / parts);
            int to = (int) ((long) first.size() * (part + 1) / parts);
            curve.x[part] = first.get(to - 1).events();
            for (Outcome seed : seeds) {
                curve.y[part] += seed.course().points().subList(from, to).stream()
                                .mapToDouble(value)
                                .average()
                                .orElse(Double.NaN)
                        / seeds.size();
            }
        }
        return curve;
    }

    double highest() {
        double highest = 0;
        for (double value : y) {
            highest = Double.isNaN(value) ? highest : Math.max(highest, value);
        }
        return highest;
    }

    /** Stretches of the stream in which the domain stays the same: name, first event, event after the last. */
    record Stretch(String name, int from, int to) {

        static List<Stretch> of(Course course) {
            List<Stretch> stretches = new ArrayList<>();
            Recording recording = course.recording();
            int[] order = course.order();
            int from = 0;
            for (int i = 1; recording.hasSegments() && i <= order.length; i++) {
                if (i == order.length || recording.segment(order[i]) != recording.segment(order[from])) {
                    String name = recording.segmentNames().get(recording.segment(order[from]));
                    stretches.add(new Stretch(name, from, i));
                    from = i;
                }
            }
            return stretches;
        }
    }
}
