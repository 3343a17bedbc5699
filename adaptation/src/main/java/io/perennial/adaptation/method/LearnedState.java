// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a method has learned, as named float32 arrays.
 *
 * @param step how many steps led here
 * @param arrays by name ({@code student}, {@code teacher}, {@code statistics}, moments), in the order of the names
 */
public record LearnedState(long step, Map<String, float[]> arrays) {

    public LearnedState {
        arrays = Collections.unmodifiableMap(new TreeMap<>(arrays));
    }

    /** Of all values, 4 each. */
    public long bytes() {
        return arrays.values().stream().mapToLong(array -> array.length).sum() * Float.BYTES;
    }

    /**
     * The array of that name.
     *
     * @throws IllegalArgumentException where there is none of that length
     */
    public float[] array(String name, int length) {
        float[] array = arrays.get(name);
        if (array == null || array.length != length) {
            throw new IllegalArgumentException(
                    "learned state refused: expected \"" + name + "\" with " + length
                            + " values, got " + (array == null ? "none" : Integer.toString(array.length))
                            + "; it belongs to another model or method: configure what learned it, or begin with an empty state");
        }
        return array;
    }
}
