// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.view;

/** The views that suit events of a shape, where nothing else is asked. */
public final class ViewsFor {

    /** Noise for tables, in standard deviations: small against the spread, as the images' noise is. */
    public static final double TABLE_NOISE = 0.1;

    /**
     * Share of the published amplitudes for images of one channel, the "soft" transforms of CoTTA's code. On the built-in
     * digits under drift, an average over 8 views at full strength takes the error from 0.12 to 0.36, at half to 0.14.
     */
    public static final float GREY_STRENGTH = 0.5f;

    private ViewsFor() {}

    /**
     * For [3, H, W] the published views; for [1, H, W] the same at half strength and without flips, since one channel
     * mostly means writing, radiographs or spectrograms, where a mirror image is something else; noise for any other
     * shape. For other choices build {@link ImageViews} or {@link TabularViews}.
     *
     * @param eventShape of one event, without the batch dimension
     * @param minimum smallest value that the model's input contract allows, may be infinite
     * @param maximum largest value that it allows, may be infinite
     * @param strength of the transforms against what is said above: 1 for that, 0 for none
     */
    public static Views event(int[] eventShape, float minimum, float maximum, float strength) {
        if (!isImage(eventShape)) {
            return TabularViews.standardised(TABLE_NOISE * strength, minimum, maximum);
        }
        ImageViewOptions options =
                ImageViewOptions.PUBLISHED.range(minimum, maximum).white(white(minimum, maximum));
        return new ImageViews(
                eventShape[0] == 1 ? options.strength(GREY_STRENGTH * strength).flip(0) : options.strength(strength));
    }

    /** The views that suit a shape at full strength. */
    public static Views event(int[] eventShape, float minimum, float maximum) {
        return event(eventShape, minimum, maximum, 1);
    }

    private static boolean isImage(int[] shape) {
        return shape.length == 3 && (shape[0] == 1 || shape[0] == 3) && shape[1] > 1 && shape[2] > 1;
    }

    /**
     * The clip range is the contract's, so that drift beyond black and white reaches the model; the value of white is
     * not, because a contract wider than [0, 1] says what may come, not what is bright. Bytes are the exception.
     */
    private static float white(float minimum, float maximum) {
        return minimum == 0 && maximum == 255 ? 255 : 1;
    }
}
