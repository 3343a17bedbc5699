// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

/**
 * What one event must look like to be shown to the model.
 *
 * @param name of the model's input
 * @param shape of one event, without the batch dimension
 * @param minimum smallest allowed value, {@link Float#NEGATIVE_INFINITY} where there is none
 * @param maximum largest allowed value, {@link Float#POSITIVE_INFINITY} where there is none
 */
public record InputContract(String name, int[] shape, float minimum, float maximum) {

    /** Number of values of one event. */
    public int length() {
        int length = 1;
        for (int extent : shape) {
            length *= extent;
        }
        return length;
    }
}
