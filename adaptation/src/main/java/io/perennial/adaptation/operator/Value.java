// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

/**
 * What flows between nodes: numbers that are differentiated, or integers that shapes are computed from.
 *
 * @param <T> the engine's tensor
 */
public sealed interface Value<T> {

    /** float32, where the engine computes. */
    record Real<T>(T tensor) implements Value<T> {}

    /**
     * Integers and truth values on the host; small, for they describe shapes.
     *
     * @param values row-major
     * @param shape empty for a scalar
     */
    record Whole<T>(long[] values, long... shape) implements Value<T> {

        public static <T> Whole<T> vector(long... values) {
            return new Whole<>(values, values.length);
        }
    }
}
