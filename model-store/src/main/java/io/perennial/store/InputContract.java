// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import java.util.Arrays;
import java.util.Optional;

/**
 * What one event must look like, and what is done to it before the model sees it.
 *
 * @param name of the model's input
 * @param shape of one event, without the batch dimension
 * @param minimum smallest allowed value, {@link Float#NEGATIVE_INFINITY} where there is none
 * @param maximum largest allowed value, {@link Float#POSITIVE_INFINITY} where there is none
 * @param standardisation of events within that range; empty where the model takes them as they come
 */
public record InputContract(
        String name, int[] shape, float minimum, float maximum, Optional<Standardisation> standardisation) {

    public InputContract {
        if (standardisation.isPresent() && !standardisation.get().fits(shape)) {
            throw new IllegalArgumentException("standardisation refused: expected one mean for all values, for each of "
                    + Arrays.toString(shape) + " or for each channel, got "
                    + standardisation.get().mean().length);
        }
    }

    /** Of a model that takes events as they come. */
    public InputContract(String name, int[] shape, float minimum, float maximum) {
        this(name, shape, minimum, maximum, Optional.empty());
    }

    /** Number of values of one event. */
    public int length() {
        int length = 1;
        for (int extent : shape) {
            length *= extent;
        }
        return length;
    }

    /**
     * Brings events into the form that the model takes, in place.
     *
     * @param values of whole events, row-major
     */
    public void standardise(float... values) {
        standardisation.ifPresent(known -> known.apply(values, length()));
    }

    /** The same for raw events, which somebody else standardises. */
    public InputContract raw() {
        return new InputContract(name, shape, minimum, maximum);
    }

    /** Smallest value that the model can see. */
    public float modelMinimum() {
        return standardisation.map(known -> known.least(minimum)).orElse(minimum);
    }

    /** Largest value that the model can see. */
    public float modelMaximum() {
        return standardisation.map(known -> known.most(maximum)).orElse(maximum);
    }
}
