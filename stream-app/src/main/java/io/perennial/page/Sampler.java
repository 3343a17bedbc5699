// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

/** Makes rows of readings: counters become rates by what they were before. Used by one thread. */
final class Sampler {

    /** Of each series: what its counter was, and what the counter or count that it is relative to was. */
    private final double[][] before = new double[Series.ALL.size()][];

    private double lastSeconds = Double.NaN;

    /**
     * @param seconds of a clock that never goes back
     * @param step of the weights
     * @return a value for each of {@link Series#KEYS}; NaN for what is not known
     */
    float[] row(Readings readings, double seconds, double step) {
        double passed = seconds - lastSeconds;
        lastSeconds = seconds;
        float[] row = new float[Series.KEYS.size()];
        for (int i = 0; i < Series.ALL.size(); i++) {
            row[i] = (float) value(Series.ALL.get(i), i, readings, passed);
        }
        row[row.length - 1] = (float) step;
        return row;
    }

    private double value(Series series, int i, Readings readings, double passed) {
        String meter = series.meter();
        Tagged tagged = series.tagged();
        return switch (series.how()) {
            case SUM -> readings.sum(meter, tagged);
            case MEAN -> readings.mean(meter, tagged);
            case MAX -> readings.max(meter, tagged);
            case REST -> 1 - readings.mean(meter, tagged);
            case RATE -> grown(i, readings.sum(meter, tagged), 0)[0] / passed;
            case RATIO -> ratio(grown(i, readings.sum(meter, tagged), readings.sum(series.over(), Tagged.ANY)));
            case AVERAGE -> ratio(grown(i, readings.total(meter, tagged), readings.count(meter, tagged)));
        };
    }

    /** NaN the first time. */
    private double[] grown(int i, double value, double relativeTo) {
        double[] was = before[i];
        before[i] = new double[] {value, relativeTo};
        return was == null ? new double[] {Double.NaN, Double.NaN} : new double[] {value - was[0], relativeTo - was[1]};
    }

    private static double ratio(double... grown) {
        return grown[1] > 0 ? grown[0] / grown[1] : Double.NaN;
    }
}
