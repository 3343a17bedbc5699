// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.view;

/** The views that suit events of a shape, where nothing else is asked. */
public final class ViewsFor {

    /** Noise for tables, in standard deviations: small against the spread, as the images' noise is. */
    public static final double TABLE_NOISE = 0.1;

    private ViewsFor() {}

    /**
     * Image views for [1 or 3, H, W] with H and W above 1, noise for any other shape.
     *
     * @param eventShape of one event, without the batch dimension
     * @param minimum smallest value that the model's input contract allows, may be infinite
     * @param maximum largest value that it allows, may be infinite
     * @param flip probability of a horizontal flip of an image, 0.5 as published, 0 where left and right matter
     * @param strength of the other transforms, 1 as published, 0 for none
     */
    public static Views event(int[] eventShape, float minimum, float maximum, float flip, float strength) {
        if (!isImage(eventShape)) {
            return TabularViews.standardised(TABLE_NOISE * strength, minimum, maximum);
        }
        return new ImageViews(ImageViewOptions.PUBLISHED
                .range(minimum, maximum)
                .white(white(minimum, maximum))
                .flip(flip)
                .strength(strength));
    }

    /**
     * As {@link #event(int[], float, float, float, float)} with flips as published for images of three channels and none for
     * one channel, which mostly means writing, radiographs or spectrograms, where a mirror image is something else.
     */
    public static Views event(int[] eventShape, float minimum, float maximum) {
        float flip = eventShape.length == 3 && eventShape[0] == 1 ? 0 : ImageViewOptions.PUBLISHED.flip();
        return event(eventShape, minimum, maximum, flip);
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
