// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.view;

/**
 * How far a view of an image may stray. Amplitudes are half-widths of uniform distributions; zero switches an operation
 * off. The defaults are those of the code published with CoTTA and PETAL for CIFAR.
 *
 * @param brightness factor 1 +- this
 * @param contrast factor 1 +- this about the image's mean grey
 * @param saturation factor 1 +- this about the pixel's grey; three channels only
 * @param hue turns of the colour circle +- this; three channels only
 * @param gamma exponent 1 +- this
 * @param rotation degrees +- this
 * @param shift +- this share of the padded image, whose sides are twice the event's, in whole pixels
 * @param scale factor 1 +- this
 * @param leastBlur smallest standard deviation of the 5x5 Gaussian blur, in pixels
 * @param mostBlur its largest; zero for no blur
 * @param flip probability of a horizontal flip; zero for digits, letters and anything else with a handedness
 * @param noise standard deviation of Gaussian noise, in units of white
 * @param minimum smallest value that a view may have
 * @param maximum largest value that a view may have; may lie above white
 * @param white the value of full brightness, 1 or 255
 * @param perBatch one transform for the whole batch, as published, instead of one for each event
 */
public record ImageViewOptions(
        float brightness,
        float contrast,
        float saturation,
        float hue,
        float gamma,
        float rotation,
        float shift,
        float scale,
        float leastBlur,
        float mostBlur,
        float flip,
        float noise,
        float minimum,
        float maximum,
        float white,
        boolean perBatch) {

    /** The amplitudes published for CIFAR, values in [0, 1], a transform for each event. */
    public static final ImageViewOptions PUBLISHED = new ImageViewOptions(
            0.4f, 0.3f, 0.5f, 0.06f, 0.3f, 15, 1 / 16f, 0.1f, 0.001f, 0.5f, 0.5f, 0.005f, 0, 1, 1, false);

    private static final float LEAST_BLUR = 0.001f;
    private static final float GENTLE_SHIFT = 1 / 64f;
    private static final float GENTLE_BLUR = 0.8f;

    /** Nothing is changed, except that values are clipped to [0, 1]. */
    public static final ImageViewOptions STILL =
            new ImageViewOptions(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, false);

    public ImageViewOptions {
        within("brightness", brightness, 0, 1);
        within("contrast", contrast, 0, 1);
        within("saturation", saturation, 0, 1);
        within("hue", hue, 0, 0.5f);
        within("gamma", gamma, 0, 0.99f);
        within("rotation", rotation, 0, 180);
        within("shift", shift, 0, 0.5f);
        within("scale", scale, 0, 0.99f);
        within("leastBlur", leastBlur, 0, mostBlur);
        within("mostBlur", mostBlur, leastBlur, 100);
        within("flip", flip, 0, 1);
        within("noise", noise, 0, Float.MAX_VALUE);
        within("white", white, Float.MIN_NORMAL, Float.MAX_VALUE);
        if (!(minimum < maximum)) {
            throw new IllegalArgumentException(
                    "image views refused: expected minimum < maximum, got " + minimum + " and " + maximum);
        }
    }

    /** The same with every amplitude multiplied, from 0 to 1; flips, the range and the scope stay. */
    public ImageViewOptions strength(float factor) {
        within("strength", factor, 0, 1);
        return new ImageViewOptions(
                factor * brightness,
                factor * contrast,
                factor * saturation,
                factor * hue,
                factor * gamma,
                factor * rotation,
                factor * shift,
                factor * scale,
                factor * leastBlur,
                factor * mostBlur,
                flip,
                factor * noise,
                minimum,
                maximum,
                white,
                perBatch);
    }

    /** The same with another range of values; infinite bounds do not clip. */
    public ImageViewOptions range(float from, float to) {
        return new ImageViewOptions(
                brightness,
                contrast,
                saturation,
                hue,
                gamma,
                rotation,
                shift,
                scale,
                leastBlur,
                mostBlur,
                flip,
                noise,
                from,
                to,
                white,
                perBatch);
    }

    /** The same with another value of full brightness. */
    public ImageViewOptions white(float value) {
        return new ImageViewOptions(
                brightness,
                contrast,
                saturation,
                hue,
                gamma,
                rotation,
                shift,
                scale,
                leastBlur,
                mostBlur,
                flip,
                noise,
                minimum,
                maximum,
                value,
                perBatch);
    }

    /** The same with another probability of a horizontal flip. */
    public ImageViewOptions flip(float probability) {
        return new ImageViewOptions(
                brightness,
                contrast,
                saturation,
                hue,
                gamma,
                rotation,
                shift,
                scale,
                leastBlur,
                mostBlur,
                probability,
                noise,
                minimum,
                maximum,
                white,
                perBatch);
    }

    /** Within the same range, no more than a blur and a pixel of 32 to any side, mirrored or not. */
    ImageViewOptions gentle(boolean mirrored) {
        return new ImageViewOptions(
                0,
                0,
                0,
                0,
                0,
                0,
                GENTLE_SHIFT,
                0,
                LEAST_BLUR,
                GENTLE_BLUR,
                mirrored ? 1 : 0,
                0,
                minimum,
                maximum,
                white,
                false);
    }

    /** The same with one transform for the whole batch, or one for each event. */
    public ImageViewOptions perBatch(boolean whole) {
        return new ImageViewOptions(
                brightness,
                contrast,
                saturation,
                hue,
                gamma,
                rotation,
                shift,
                scale,
                leastBlur,
                mostBlur,
                flip,
                noise,
                minimum,
                maximum,
                white,
                whole);
    }

    private static void within(String name, float value, float from, float to) {
        if (!(value >= from && value <= to)) {
            throw new IllegalArgumentException(
                    "image views refused: expected " + name + " from " + from + " to " + to + ", got " + value);
        }
    }
}
