// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.adaptation.method.ServedBy;
import io.perennial.score.ServedModel;
import io.perennial.score.SourceCalibration;

/**
 * Which temperature published probabilities have.
 *
 * <p>A temperature is fitted on the source's own events. The adapted model is never made surer by it: of 1.8 the recorded
 * activity stream's calibration error falls from 0.076 to about 0.02, but 0.9 takes the drifting digits' from 0.024 to 0.036.
 *
 * @param fixed for all; NaN for the bundle's
 */
public record TemperatureChoice(double fixed) {

    /** The method that publishes what the source says, too. */
    private static final String FROZEN = "frozen";

    private static final double COLDEST = 0.01;
    private static final double HOTTEST = 100;

    /**
     * Reads {@code bundle}, {@code none} or a number.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static TemperatureChoice parse(String text) {
        if (text.equals("bundle")) {
            return new TemperatureChoice(Double.NaN);
        }
        if (text.equals("none")) {
            return new TemperatureChoice(1);
        }
        try {
            double number = Double.parseDouble(text);
            if (number >= COLDEST && number <= HOTTEST) {
                return new TemperatureChoice(number);
            }
        } catch (NumberFormatException e) {
            throw refused(text, e);
        }
        throw refused(text, null);
    }

    private static IllegalArgumentException refused(String text, NumberFormatException cause) {
        return new IllegalArgumentException(
                "score.temperature refused: expected bundle, none or a number from 0.01 to 100, got \"" + text
                        + "\"; correct it, or leave it out for the bundle's",
                cause);
    }

    double source(SourceCalibration known) {
        return isBundles() ? known.temperature() : fixed;
    }

    double published(ServedModel model, ServedBy by) {
        boolean adapted = by != ServedBy.SOURCE && !model.method().equals(FROZEN);
        double temperature = source(model.calibration());
        return isBundles() && adapted ? Math.max(1, temperature) : temperature;
    }

    /** Whether the bundle's own prediction sets fit the source's probabilities. */
    boolean isBundles() {
        return Double.isNaN(fixed);
    }
}
