// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.view;

/** The published pipeline to the letter: pad by half with the edge, map with black beyond, blur, crop the centre. */
final class PaddedWarp {

    private PaddedWarp() {}

    static float[] apply(float[] image, int height, int width, ImageTransform transform) {
        int top = height / 2;
        int left = width / 2;
        double[][] padded = new double[height + 2 * top][width + 2 * left];
        for (int row = 0; row < padded.length; row++) {
            for (int column = 0; column < padded[0].length; column++) {
                int y = Math.max(0, Math.min(height - 1, row - top));
                int x = Math.max(0, Math.min(width - 1, column - left));
                padded[row][column] = image[y * width + x];
            }
        }
        double[][] blurred = blur(map(padded, transform), transform.sigma());
        float[] cropped = new float[image.length];
        for (int i = 0; i < cropped.length; i++) {
            cropped[i] = (float) blurred[top + i / width][left + i % width];
        }
        return cropped;
    }

    private static double[][] map(double[][] image, ImageTransform transform) {
        double middle = (image[0].length - 1) / 2.0;
        double centre = (image.length - 1) / 2.0;
        double cos = Math.cos(transform.angle()) / transform.scale();
        double sin = Math.sin(transform.angle()) / transform.scale();
        double[][] mapped = new double[image.length][image[0].length];
        for (int row = 0; row < image.length; row++) {
            for (int column = 0; column < image[0].length; column++) {
                double x = column - middle - transform.right();
                double y = row - centre - transform.down();
                mapped[row][column] = sample(image, middle + cos * x + sin * y, centre - sin * x + cos * y);
            }
        }
        return mapped;
    }

    private static double sample(double[][] image, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double value = 0;
        for (int row = top; row <= top + 1; row++) {
            for (int column = left; column <= left + 1; column++) {
                if (row >= 0 && row < image.length && column >= 0 && column < image[0].length) {
                    value += image[row][column] * (1 - Math.abs(x - column)) * (1 - Math.abs(y - row));
                }
            }
        }
        return value;
    }

    private static double[][] blur(double[][] image, double sigma) {
        double[][] blurred = new double[image.length][image[0].length];
        for (int row = 2; row < image.length - 2; row++) {
            for (int column = 2; column < image[0].length - 2; column++) {
                double value = 0;
                double sum = 0;
                for (int i = 0; i < 25; i++) {
                    int down = i / 5 - 2;
                    int right = i % 5 - 2;
                    double weight = Math.exp(-0.5 * (down * down + right * right) / (sigma * sigma));
                    value += weight * image[row + down][column + right];
                    sum += weight;
                }
                blurred[row][column] = value / sum;
            }
        }
        return blurred;
    }
}
