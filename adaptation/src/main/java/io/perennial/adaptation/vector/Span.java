// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.vector;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Neighbouring values in native memory.
 *
 * @param floats the values
 * @param bits the same memory as bit patterns
 */
public record Span(FloatBuffer floats, IntBuffer bits) {

    /** None. */
    public static final Span NONE = new Span(FloatBuffer.allocate(0), IntBuffer.allocate(0));

    /** How many. */
    public int size() {
        return floats.capacity();
    }

    /** Some of them. */
    public Span part(int offset, int length) {
        return new Span(floats.slice(offset, length), bits.slice(offset, length));
    }
}
