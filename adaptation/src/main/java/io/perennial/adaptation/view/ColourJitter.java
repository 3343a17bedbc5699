// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.view;

import java.util.random.RandomGenerator;

/**
 * Changes of brightness and colour in a drawn order, each clipped to the range, as torchvision's functional transforms.
 * Beyond black and white, where the published code has no values, they go on so that nothing folds or jumps: gamma is
 * odd about 0 and continues along its tangent above white; hue turns chroma and leaves the smallest channel alone.
 *
 * @param order of the five operations, a permutation of 0 to 4
 */
record ColourJitter(int[] order, double brightness, double contrast, double saturation, double hue, double gamma) {

    private static final double RED = 0.2989;
    private static final double GREEN = 0.587;
    private static final double BLUE = 0.114;

    static ColourJitter draw(ImageViewOptions options, RandomGenerator random) {
        int[] order = {0, 1, 2, 3, 4};
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return new ColourJitter(
                order,
                ImageTransform.about(1, options.brightness(), random),
                ImageTransform.about(1, options.contrast(), random),
                ImageTransform.about(1, options.saturation(), random),
                ImageTransform.about(0, options.hue(), random),
                ImageTransform.about(1, options.gamma(), random));
    }

    /** In place on an image [C, H, W] with C 1 or 3. */
    void apply(float[] image, int channels, ImageViewOptions options) {
        for (int operation : order) {
            switch (operation) {
                case 0 -> brighten(image);
                case 1 -> spread(image, channels);
                case 2 -> saturate(image, channels);
                case 3 -> turn(image, channels);
                default -> bend(image, options.white());
            }
            clip(image, options.minimum(), options.maximum());
        }
    }

    static void clip(float[] image, float minimum, float maximum) {
        for (int i = 0; i < image.length; i++) {
            image[i] = Math.max(minimum, Math.min(maximum, image[i]));
        }
    }

    private void brighten(float[] image) {
        for (int i = 0; i < image.length; i++) {
            image[i] = (float) (image[i] * brightness);
        }
    }

    private void spread(float[] image, int channels) {
        if (contrast == 1) {
            return;
        }
        int pixels = image.length / channels;
        double sum = 0;
        for (int i = 0; i < pixels; i++) {
            sum += grey(image, i, pixels, channels);
        }
        double offset = (1 - contrast) * sum / pixels;
        for (int i = 0; i < image.length; i++) {
            image[i] = (float) (image[i] * contrast + offset);
        }
    }

    private void saturate(float[] image, int channels) {
        if (channels == 1 || saturation == 1) {
            return;
        }
        int pixels = image.length / channels;
        for (int i = 0; i < pixels; i++) {
            double offset = (1 - saturation) * grey(image, i, pixels, channels);
            for (int at = i; at < image.length; at += pixels) {
                image[at] = (float) (image[at] * saturation + offset);
            }
        }
    }

    private void turn(float[] image, int channels) {
        if (channels == 1 || hue == 0) {
            return;
        }
        int pixels = image.length / channels;
        for (int i = 0; i < pixels; i++) {
            turnPixel(image, i, i + pixels, i + 2 * pixels);
        }
    }

    /** HSV with the smallest channel and the chroma kept; sectors counted from red, six to the circle. */
    private void turnPixel(float[] image, int red, int green, int blue) {
        double r = image[red];
        double g = image[green];
        double b = image[blue];
        double most = Math.max(r, Math.max(g, b));
        double least = Math.min(r, Math.min(g, b));
        double chroma = most - least;
        if (chroma == 0) {
            return;
        }
        double sector = most == r ? (g - b) / chroma : most == g ? 2 + (b - r) / chroma : 4 + (r - g) / chroma;
        double turned = sector + 6 * hue;
        image[red] = (float) (least + chroma * share(turned + 2));
        image[green] = (float) (least + chroma * share(turned));
        image[blue] = (float) (least + chroma * share(turned - 2));
    }

    /** A channel's share of the chroma: 1 within one sector of its own, which here lies at 2, and 0 beyond two. */
    private static double share(double sector) {
        double distance = Math.abs(sector - 6 * Math.floor((sector + 1) / 6) - 2);
        return Math.max(0, Math.min(1, 2 - distance));
    }

    private void bend(float[] image, float white) {
        if (gamma == 1) {
            return;
        }
        for (int i = 0; i < image.length; i++) {
            double size = Math.abs(image[i]) / white;
            double bent = size <= 1 ? Math.pow(size, gamma) : 1 + gamma * (size - 1);
            image[i] = (float) Math.copySign(bent * white, image[i]);
        }
    }

    private static double grey(float[] image, int pixel, int pixels, int channels) {
        return channels == 1
                ? image[pixel]
                : RED * image[pixel] + GREEN * image[pixel + pixels] + BLUE * image[pixel + 2 * pixels];
    }
}
