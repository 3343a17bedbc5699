// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

/**
 * A small picture of an event, from its own least value to its greatest: what an input may be at most says little of what can
 * be seen in it.
 *
 * @param width in pixels, at most {@link #LARGEST}
 * @param channels 1 for grey, 3 for red, green, blue
 * @param pixels one byte a channel, row by row, 0 dark to 255 bright
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Thumbnail(int width, int height, int channels, byte[] pixels) {

    static final int LARGEST = 32;

    private static final int SMALLEST_IMAGE = 4;

    /** Whether events of this shape are pictures: [H, W], or [C, H, W] of one or three channels. */
    static boolean isImage(int... shape) {
        boolean channels = shape.length == 3 && (shape[0] == 1 || shape[0] == 3);
        int n = shape.length;
        return (n == 2 || channels) && shape[n - 1] >= SMALLEST_IMAGE && shape[n - 2] >= SMALLEST_IMAGE;
    }

    /**
     * @param values row-major
     * @param shape that {@link #isImage}
     */
    static Thumbnail of(float[] values, int... shape) {
        int height = shape[shape.length - 2];
        int width = shape[shape.length - 1];
        int channels = shape.length == 3 ? shape[0] : 1;
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        int w = Math.min(width, LARGEST);
        int h = Math.min(height, LARGEST);
        byte[] pixels = new byte[w * h * channels];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                for (int c = 0; c < channels; c++) {
                    float mean = mean(
                            values,
                            c * height * width,
                            width,
                            y * height / h,
                            (y + 1) * height / h,
                            x * width / w,
                            (x + 1) * width / w);
                    float share = high > low ? (mean - low) / (high - low) : 0;
                    pixels[(y * w + x) * channels + c] = (byte) Math.round(255 * Math.max(0, Math.min(1, share)));
                }
            }
        }
        return new Thumbnail(w, h, channels, pixels);
    }

    private static float mean(float[] values, int offset, int width, int top, int bottom, int left, int right) {
        float sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                sum += values[offset + y * width + x];
            }
        }
        return sum / ((bottom - top) * (right - left));
    }
}
