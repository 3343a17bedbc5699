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

    private final int channels;
    private final int height;
    private final int width;
    /** Of a channel with its margin. */
    private final int plane;

    private final float[] wide;
    private final float[] rows;
    private final double[] kernel = new double[TAPS];

    Warp(int channels, int height, int width) {
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.plane = (height + 2 * MARGIN) * (width + 2 * MARGIN);
        this.wide = new float[channels * plane];
        this.rows = new float[(height + 2 * MARGIN) * width];
    }

    /** The image [C, H, W] to a place in the target. */
    void apply(float[] image, ImageTransform transform, float[] target, int to) {
        map(image, transform);
        prepare(transform.sigma());
        for (int channel = 0; channel < channels; channel++) {
            blur(channel * plane, target, to + channel * height * width);
        }
    }

    /** Bilinear, output to input: rotation and scale about the image's centre, then the shift. */
    private void map(float[] image, ImageTransform transform) {
        double cos = Math.cos(transform.angle()) / transform.scale();
        double sin = Math.sin(transform.angle()) / transform.scale();
        double middle = (width - 1) / 2.0;
        double centre = (height - 1) / 2.0;
        int at = 0;
        for (int row = -MARGIN; row < height + MARGIN; row++) {
            double y = row - centre - transform.down();
            for (int column = -MARGIN; column < width + MARGIN; column++) {
                double x = column - middle - transform.right();
                sample(image, middle + cos * x + sin * y, centre - sin * x + cos * y, at++);
            }
        }
    }

    /** All channels of one place: where it lies takes longer than what is there. */
    private void sample(float[] image, double x, double y, int to) {
        double column = Math.max(0, Math.min(width - 1, x));
        double row = Math.max(0, Math.min(height - 1, y));
        int left = (int) column;
        int top = (int) row;
        int step = left < width - 1 ? 1 : 0;
        int at = top * width + left;
        int below = top < height - 1 ? at + width : at;
        double right = column - left;
        double down = row - top;
        for (int channel = 0, from = 0, out = to; channel < channels; channel++, from += height * width, out += plane) {
            double upper = image[from + at] + right * (image[from + at + step] - image[from + at]);
            double lower = image[from + below] + right * (image[from + below + step] - image[from + below]);
            wide[out] = (float) (upper + down * (lower - upper));
        }
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

    private void blur(int from, float[] target, int to) {
        int stride = width + 2 * MARGIN;
        for (int row = 0; row < height + 2 * MARGIN; row++) {
            weigh(wide, from + row * stride, 1, rows, row * width, width);
        }
        weigh(rows, 0, width, target, to, height * width);
    }

    /** Each from as many values as there are taps, a step apart. */
    private void weigh(float[] values, int first, int step, float[] weighed, int to, int count) {
        double a = kernel[0];
        double b = kernel[1];
        double c = kernel[2];
        double d = kernel[3];
        double e = kernel[4];
        for (int i = 0, at = first; i < count; i++, at++) {
            weighed[to + i] = (float) (a * values[at]
                    + b * values[at + step]
                    + c * values[at + 2 * step]
                    + d * values[at + 3 * step]
                    + e * values[at + 4 * step]);
        }
    }
}
