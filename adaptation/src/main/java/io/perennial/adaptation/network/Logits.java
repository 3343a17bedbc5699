// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

/**
 * Class scores before the softmax, or a gradient with respect to them.
 *
 * @param values [B, C] row-major; not copied
 * @param classes C
 */
public record Logits(float[] values, int classes) {

    public Logits {
        if (classes < 1 || values.length % classes != 0) {
            throw new IllegalArgumentException(
                    "logits refused: expected rows of " + classes + " classes, got " + values.length + " values");
        }
    }

    public static Logits zeros(int size, int classes) {
        return new Logits(new float[size * classes], classes);
    }

    /** Number of events, B. */
    public int size() {
        return values.length / classes;
    }

    public float at(int event, int type) {
        return values[event * classes + type];
    }
}
