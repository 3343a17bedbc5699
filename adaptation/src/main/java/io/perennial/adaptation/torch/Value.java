// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import org.bytedeco.pytorch.Tensor;

/** What flows between nodes: numbers that are differentiated, or integers that shapes are computed from. */
sealed interface Value {

    /** float32 in native memory. */
    record Real(Tensor tensor) implements Value {}

    /**
     * Integers and truth values on the host; small, for they describe shapes.
     *
     * @param values row-major
     * @param shape empty for a scalar
     */
    record Whole(long[] values, long... shape) implements Value {

        static Whole vector(long... values) {
            return new Whole(values, values.length);
        }
    }
}
