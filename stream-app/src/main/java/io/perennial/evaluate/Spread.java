// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

/**
 * Mean and sample standard deviation.
 *
 * @param deviation with n - 1 in the denominator; 0 for a single value
 */
public record Spread(double mean, double deviation) {

    /** Of values of which there is at least one. */
    public static Spread of(double... values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Spread(mean, values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)));
    }
}
