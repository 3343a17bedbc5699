// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.view;

import io.perennial.adaptation.network.Batch;
import java.util.random.RandomGenerator;

/**
 * Views of rows of features [B, D]: each feature is drawn anew from its marginal with some probability, then Gaussian
 * noise is added in units of the feature's own standard deviation. A replaced feature takes the value of a reference row,
 * never zero: zero is a value like any other and for many features an impossible one.
 */
public final class TabularViews implements Views {

    private final double noise;
    private final double resample;
    private final float minimum;
    private final float maximum;
    private final float[] reference;
    private final double[] deviations;

    private TabularViews(
            double noise, double resample, float minimum, float maximum, float[] reference, double[] deviations) {
        if (!(noise >= 0 && noise < Double.POSITIVE_INFINITY && resample >= 0 && resample <= 1 && minimum < maximum)) {
            throw new IllegalArgumentException(
                    "table views refused: expected noise of 0 or more, resampling from 0 to 1"
                            + " and minimum < maximum, got " + noise + ", " + resample + ", " + minimum + " and "
                            + maximum);
        }
        this.noise = noise;
        this.resample = resample;
        this.minimum = minimum;
        this.maximum = maximum;
        this.reference = reference;
        this.deviations = deviations;
    }

    /**
     * Noise alone, for events of any shape whose values are already standardised.
     *
     * @param noise standard deviation
     * @param minimum smallest value of a view, may be infinite
     * @param maximum largest value of a view, may be infinite
     */
    public static TabularViews standardised(double noise, float minimum, float maximum) {
        return new TabularViews(noise, 0, minimum, maximum, new float[0], new double[0]);
    }

    /**
     * Noise and resampling against rows that the source model was trained on.
     *
     * @param noise in standard deviations of each feature
     * @param resample probability that a feature is replaced
     * @param minimum smallest value of a view, may be infinite
     * @param maximum largest value of a view, may be infinite
     * @param reference [R, D] row-major, finite, R at least 1; copied
     * @param columns D
     */
    public static TabularViews like(
            double noise, double resample, float minimum, float maximum, float[] reference, int columns) {
        if (columns < 1 || reference.length == 0 || reference.length % columns != 0) {
            throw new IllegalArgumentException("table views refused: expected reference rows of " + columns
                    + " features, got " + reference.length + " values");
        }
        return new TabularViews(noise, resample, minimum, maximum, reference.clone(), deviations(reference, columns));
    }

    /** {@inheritDoc} */
    @Override
    public Batch view(Batch batch, RandomGenerator random) {
        int columns = batch.eventLength();
        if (batch.size() != 0 && deviations.length != 0 && columns != deviations.length) {
            throw new IllegalArgumentException("table views refused: expected events of " + deviations.length
                    + " features like the reference, got " + columns);
        }
        float[] viewed = batch.values().clone();
        if (resample == 0 && deviations.length == 0) {
            addNoise(viewed, random);
        } else {
            for (int row = 0; row < viewed.length; row += columns) {
                change(viewed, row, columns, random);
            }
        }
        return new Batch(viewed, batch.shape().clone());
    }

    /** The loop of every value of every view of a table that is standardised already. */
    private void addNoise(float[] viewed, RandomGenerator random) {
        if (noise > 0) {
            NormalNoise.add(viewed, (float) noise, random);
        }
        if (minimum > Float.NEGATIVE_INFINITY || maximum < Float.POSITIVE_INFINITY) {
            for (int i = 0; i < viewed.length; i++) {
                viewed[i] = Math.max(minimum, Math.min(maximum, viewed[i]));
            }
        }
    }

    private void change(float[] viewed, int row, int columns, RandomGenerator random) {
        for (int column = 0; column < columns; column++) {
            int i = row + column;
            if (resample > 0 && random.nextDouble() < resample) {
                viewed[i] = reference[random.nextInt(reference.length / columns) * columns + column];
            }
            if (noise > 0) {
                double unit = deviations.length == 0 ? 1 : deviations[column];
                viewed[i] += (float) (noise * unit * random.nextGaussian());
            }
            viewed[i] = Math.max(minimum, Math.min(maximum, viewed[i]));
        }
    }

    /** Biased standard deviation of each column, in two passes of double. */
    private static double[] deviations(float[] reference, int columns) {
        int rows = reference.length / columns;
        double[] means = new double[columns];
        for (int i = 0; i < reference.length; i++) {
            means[i % columns] += (double) reference[i] / rows;
        }
        double[] squares = new double[columns];
        for (int i = 0; i < reference.length; i++) {
            if (!Float.isFinite(reference[i])) {
                throw new IllegalArgumentException("table views refused: expected finite reference values, got "
                        + reference[i] + " [row " + i / columns + ", feature " + i % columns + "]");
            }
            double away = reference[i] - means[i % columns];
            squares[i % columns] += away * away / rows;
        }
        for (int i = 0; i < columns; i++) {
            squares[i] = Math.sqrt(squares[i]);
        }
        return squares;
    }
}
