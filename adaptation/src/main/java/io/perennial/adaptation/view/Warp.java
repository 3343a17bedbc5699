// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.view;

/**
 * Affine map and blur of one image at a time. The published pipeline pads by half with the edge's values, maps, blurs
 * and crops; sampling with coordinates held inside the image gives the same pixels without the padded copy. The map is
 * computed on a margin of two pixels around the crop, which is what a 5x5 blur reads. Where a transform reaches beyond
 * the padding (long, narrow images), the published code shows black and this the edge. Holds scratch space: one per call.
 */
final class Warp {

    private static final int MARGIN = 2;
    private static final int TAPS = 2 * MARGIN + 1;

    private final int height;
    private final int width;
    private final float[] wide;
    private final float[] rows;
    private final double[] kernel = new double[TAPS];

    Warp(int height, int width) {
        this.height = height;
        this.width = width;
        this.wide = new float[(height + 2 * MARGIN) * (width + 2 * MARGIN)];
        this.rows = new float[(height + 2 * MARGIN) * width];
    }

    /** One channel [H, W] of the image at a place in the source to a place in the target. */
    void apply(float[] source, int from, ImageTransform transform, float[] target, int to) {
        map(source, from, transform);
        prepare(transform.sigma());
        blur(target, to);
    }

    /** Bilinear, output to input: rotation and scale about the image's centre, then the shift. */
    private void map(float[] source, int from, ImageTransform transform) {
        double cos = Math.cos(transform.angle()) / transform.scale();
        double sin = Math.sin(transform.angle()) / transform.scale();
        double middle = (width - 1) / 2.0;
        double centre = (height - 1) / 2.0;
        int at = 0;
        for (int row = -MARGIN; row < height + MARGIN; row++) {
            double y = row - centre - transform.down();
            for (int column = -MARGIN; column < width + MARGIN; column++) {
                double x = column - middle - transform.right();
                wide[at++] = sample(source, from, middle + cos * x + sin * y, centre - sin * x + cos * y);
            }
        }
    }

    private float sample(float[] source, int from, double x, double y) {
        double column = Math.max(0, Math.min(width - 1, x));
        double row = Math.max(0, Math.min(height - 1, y));
        int left = (int) column;
        int top = (int) row;
        int step = left < width - 1 ? 1 : 0;
        int at = from + top * width + left;
        int below = top < height - 1 ? at + width : at;
        double right = column - left;
        double down = row - top;
        double upper = source[at] + right * (source[at + step] - source[at]);
        double lower = source[below] + right * (source[below + step] - source[below]);
        return (float) (upper + down * (lower - upper));
    }

    private void prepare(double sigma) {
        double sum = 0;
        for (int i = 0; i < TAPS; i++) {
            double distance = i - MARGIN;
            kernel[i] = distance == 0 ? 1 : sigma == 0 ? 0 : Math.exp(-0.5 * distance * distance / (sigma * sigma));
            sum += kernel[i];
        }
        for (int i = 0; i < TAPS; i++) {
            kernel[i] /= sum;
        }
    }

    private void blur(float[] target, int to) {
        int stride = width + 2 * MARGIN;
        for (int row = 0; row < height + 2 * MARGIN; row++) {
            for (int column = 0; column < width; column++) {
                rows[row * width + column] = weigh(wide, row * stride + column, 1);
            }
        }
        for (int i = 0; i < height * width; i++) {
            target[to + i] = weigh(rows, i, width);
        }
    }

    private float weigh(float[] values, int first, int step) {
        double sum = 0;
        for (int i = 0, at = first; i < TAPS; i++, at += step) {
            sum += kernel[i] * values[at];
        }
        return (float) sum;
    }
}
