// SPDX-License-Identifier: Apache-2.0
package io.perennial.digits;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The 797 held-out images of the built-in example and their labels (UCI Optical Recognition of Handwritten Digits,
 * CC BY 4.0; see {@code examples/digits/README.md}).
 */
public final class Digits {

    /** Where the example's bundle lies on the class path. */
    public static final String BUNDLE_ROOT = "io/perennial/digits/bundle";

    /** Height and width of an image. */
    static final int SIDE = 8;

    static final int PIXELS = SIDE * SIDE;

    /** The files hold block counts of ink, 0 to 16; the model was trained on counts / 16. */
    private static final float FULL_INK = 16;

    private final byte[] images;
    private final byte[] labels;

    private Digits(byte[] images, byte[] labels) {
        this.images = images;
        this.labels = labels;
    }

    /**
     * Reads the images from the class path.
     *
     * @throws UncheckedIOException where the build left them out or they are damaged
     */
    public static Digits load() {
        UnsignedBytes labels = read("data/labels.npy", 1);
        UnsignedBytes images = read("data/images.npy", 3);
        if (images.extent(0) != labels.extent(0) || images.extent(1) != SIDE || images.extent(2) != SIDE) {
            throw new IllegalStateException("digit images refused: expected [" + labels.extent(0) + ", 8, 8], got "
                    + images.extents() + " [data/images.npy]; build the application again");
        }
        return new Digits(images.values(), labels.values());
    }

    /** Number of images. */
    public int size() {
        return labels.length;
    }

    /** The digit that image shows, 0 to 9. */
    public int label(int image) {
        return labels[image];
    }

    /** A fresh copy of an image as it was recorded, [8, 8] row-major, in [0, 1]. */
    public float[] image(int image) {
        float[] values = new float[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            values[i] = images[image * PIXELS + i] / FULL_INK;
        }
        return values;
    }

    private static UnsignedBytes read(String resource, int rank) {
        try (InputStream stream = Digits.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IOException("class path refused: expected " + resource
                        + " beside io.perennial.digits, got nothing; build the application again");
            }
            return UnsignedBytes.readNpy(stream.readAllBytes(), rank, resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
