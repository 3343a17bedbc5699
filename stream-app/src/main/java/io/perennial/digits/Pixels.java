// SPDX-License-Identifier: Apache-2.0
package io.perennial.digits;

import static io.perennial.digits.Digits.SIDE;

import java.util.random.RandomGenerator;

/** Operations in place on one image [8, 8]; beyond the border the nearest pixel goes on. */
final class Pixels {

    private static final double CENTRE = (SIDE - 1) / 2.0;

    private Pixels() {}

    static void scale(float[] image, double factor, double offset) {
        for (int i = 0; i < image.length; i++) {
            image[i] = (float) (image[i] * factor + offset);
        }
    }

    static void addNoise(float[] image, double deviation, RandomGenerator random) {
        for (int i = 0; i < image.length; i++) {
            image[i] += (float) (deviation * random.nextGaussian());
        }
    }

    /** Adds a plane through the centre that reaches the amplitude at the middle of the border. */
    static void addSlope(float[] image, double amplitude, double direction) {
        double right = amplitude * Math.cos(direction) / CENTRE;
        double down = amplitude * Math.sin(direction) / CENTRE;
        for (int i = 0; i < image.length; i++) {
            image[i] += (float) ((i % SIDE - CENTRE) * right + (i / SIDE - CENTRE) * down);
        }
    }

    static void rotate(float[] image, double angle) {
        float[] from = image.clone();
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        for (int i = 0; i < image.length; i++) {
            double x = i % SIDE - CENTRE;
            double y = i / SIDE - CENTRE;
            image[i] = (float) bilinear(from, CENTRE + cos * x + sin * y, CENTRE - sin * x + cos * y);
        }
    }

    /** Gaussian blur, separable, cut off at three pixels. */
    static void blur(float[] image, double sigma) {
        if (sigma < 0.05) {
            return; // the nearest neighbour's weight is below 1e-86
        }
        double[] kernel = new double[7];
        double sum = 0;
        for (int i = 0; i < 7; i++) {
            kernel[i] = Math.exp(-0.5 * (i - 3) * (i - 3) / (sigma * sigma));
            sum += kernel[i];
        }
        convolve(image, kernel, sum, 1, SIDE);
        convolve(image, kernel, sum, SIDE, 1);
    }

    private static void convolve(float[] image, double[] kernel, double sum, int along, int across) {
        float[] from = image.clone();
        for (int line = 0; line < SIDE; line++) {
            for (int at = 0; at < SIDE; at++) {
                double value = 0;
                for (int i = 0; i < 7; i++) {
                    value += kernel[i] * from[line * across + inside(at + i - 3) * along];
                }
                image[line * across + at * along] = (float) (value / sum);
            }
        }
    }

    private static double bilinear(float[] image, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double right = x - left;
        double down = y - top;
        return (1 - down) * ((1 - right) * at(image, left, top) + right * at(image, left + 1, top))
                + down * ((1 - right) * at(image, left, top + 1) + right * at(image, left + 1, top + 1));
    }

    private static float at(float[] image, int x, int y) {
        return image[inside(y) * SIDE + inside(x)];
    }

    private static int inside(int coordinate) {
        return Math.max(0, Math.min(SIDE - 1, coordinate));
    }
}
