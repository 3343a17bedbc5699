// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.view;

import io.perennial.adaptation.network.Batch;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Views of images [B, C, H, W], C 1 or 3, in the order published for CIFAR: clip, jitter of brightness and colour in
 * random order, affine map with the edge going on, blur, horizontal flip, noise, clip. Each event has a transform of its
 * own unless {@link ImageViewOptions#perBatch()}; noise is always drawn for each value.
 *
 * <p>Source: the transforms of CoTTA (Wang et al., CVPR 2022), which PETAL's code uses unchanged.
 */
public final class ImageViews implements Views {

    private final ImageViewOptions options;

    public ImageViews(ImageViewOptions options) {
        this.options = options;
    }

    /** {@inheritDoc} */
    @Override
    public Batch view(Batch batch, RandomGenerator random) {
        int[] shape = batch.shape();
        if (shape.length != 4 || (shape[1] != 1 && shape[1] != 3)) {
            throw new IllegalArgumentException("image views refused: expected a batch [B, 1 or 3, H, W], got "
                    + Arrays.toString(shape) + "; choose views for tables or none");
        }
        float[] viewed = new float[batch.values().length];
        int length = batch.eventLength();
        float[] image = new float[length];
        Warp warp = new Warp(shape[1], shape[2], shape[3]);
        ImageTransform transform = null;
        for (int event = 0; event < batch.size(); event++) {
            if (transform == null || !options.perBatch()) {
                transform = ImageTransform.draw(options, shape[2], shape[3], random);
            }
            System.arraycopy(batch.values(), event * length, image, 0, length);
            ColourJitter.clip(image, options.minimum(), options.maximum());
            transform.jitter().apply(image, shape[1], options);
            warp.apply(image, transform, viewed, event * length);
            if (transform.flip()) {
                flip(viewed, event * length, (event + 1) * length, shape[3]);
            }
        }
        finish(viewed, random);
        return new Batch(viewed, shape.clone());
    }

    @Override
    public boolean hasGentle() {
        return true;
    }

    /** Every other one mirrored, where views may be; otherwise blurred, and moved by a pixel of 32. */
    @Override
    public Batch gentle(Batch batch, int k, RandomGenerator random) {
        return new ImageViews(options.gentle(k % 2 == 0 && options.flip() > 0)).view(batch, random);
    }

    private static void flip(float[] values, int from, int to, int width) {
        for (int row = from; row < to; row += width) {
            for (int left = row, right = row + width - 1; left < right; left++, right--) {
                float kept = values[left];
                values[left] = values[right];
                values[right] = kept;
            }
        }
    }

    private void finish(float[] values, RandomGenerator random) {
        double deviation = options.noise() * options.white();
        if (deviation > 0) {
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (deviation * random.nextGaussian());
            }
        }
        ColourJitter.clip(values, options.minimum(), options.maximum());
    }
}
