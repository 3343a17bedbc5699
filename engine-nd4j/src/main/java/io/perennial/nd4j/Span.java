// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Neighbouring values in native memory.
 *
 * @param floats the values
 * @param bits the same memory as bit patterns
 */
record Span(FloatBuffer floats, IntBuffer bits) {

    /** The memory of a flat array that is not a view. */
    static Span of(INDArray flat) {
        if (flat.isEmpty()) {
            return new Span(FloatBuffer.allocate(0), IntBuffer.allocate(0));
        }
        return new Span(flat.data().asNioFloat(), flat.data().asNioInt());
    }

    int size() {
        return floats.capacity();
    }

    Span part(int offset, int length) {
        return new Span(floats.slice(offset, length), bits.slice(offset, length));
    }
}
