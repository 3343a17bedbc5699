// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.view;

import java.util.random.RandomGenerator;

/**
 * One drawn transform.
 *
 * @param jitter what happens to brightness and colour
 * @param angle radians
 * @param scale factor, above 0
 * @param right shift in whole pixels
 * @param down shift in whole pixels
 * @param sigma standard deviation of the blur in pixels, 0 for none
 */
record ImageTransform(
        ColourJitter jitter, double angle, double scale, int right, int down, double sigma, boolean flip) {

    static ImageTransform draw(ImageViewOptions options, int height, int width, RandomGenerator random) {
        return new ImageTransform(
                ColourJitter.draw(options, random),
                Math.toRadians(about(0, options.rotation(), random)),
                about(1, options.scale(), random),
                // torchvision shifts by whole pixels of the padded image, which is twice as large
                (int) Math.rint(about(0, 2 * options.shift() * width, random)),
                (int) Math.rint(about(0, 2 * options.shift() * height, random)),
                options.leastBlur() + (options.mostBlur() - options.leastBlur()) * random.nextDouble(),
                random.nextDouble() < options.flip());
    }

    /** Uniform within the amplitude about the centre. */
    static double about(double centre, double amplitude, RandomGenerator random) {
        return centre + amplitude * (2 * random.nextDouble() - 1);
    }
}
