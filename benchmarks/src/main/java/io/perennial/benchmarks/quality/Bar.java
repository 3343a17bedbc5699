// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A figure and what it may be at most.
 *
 * @param scenario whose rows are asked
 * @param method whose rows are asked
 * @param claim in words, with the limit
 * @param value of the figure; empty where a row that it needs was not measured
 */
record Bar(String scenario, String method, String claim, double limit, Function<Results, OptionalDouble> value) {

    /** Rounding of a sum of fractions is no failure. */
    private static final double ROUNDING = 1e-9;

    /**
     * How it came out.
     *
     * @param line for a reader
     */
    record Verdict(boolean reached, String line) {}

    /** @param seeds that must have been measured */
    Verdict judge(Results results, int seeds) {
        int measured = results.figures(scenario, method, "error").length;
        OptionalDouble got = value.apply(results);
        boolean reached = measured >= seeds && got.isPresent() && got.getAsDouble() <= limit + ROUNDING;
        String figure = got.isEmpty() ? "not measured" : String.format(Locale.ROOT, "%.4f", got.getAsDouble());
        String enough = measured >= seeds ? "" : ", " + measured + " of " + seeds + " seeds";
        return new Verdict(
                reached,
                String.format(
                        Locale.ROOT,
                        "%s  %-25s %-10s %s: %s%s",
                        reached ? "pass" : "FAIL",
                        scenario,
                        method,
                        claim,
                        figure,
                        enough));
    }

    /** The mean over the seeds of a figure. */
    static OptionalDouble mean(Results results, String scenario, String method, String name) {
        return Arrays.stream(results.figures(scenario, method, name)).average();
    }

    /** The highest of the seeds' differences between two figures of a row. */
    static OptionalDouble worstDifference(Results results, String scenario, String method, String one, String other) {
        double[] ones = results.figures(scenario, method, one);
        double[] others = results.figures(scenario, method, other);
        double worst = Double.NEGATIVE_INFINITY;
        for (int seed = 0; seed < Math.min(ones.length, others.length); seed++) {
            worst = Math.max(worst, ones[seed] - others[seed]);
        }
        return ones.length == 0 || ones.length != others.length ? OptionalDouble.empty() : OptionalDouble.of(worst);
    }
}
