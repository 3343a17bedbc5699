// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

/** Sums over events, which two windows of events can add up. */
public interface Sums<S extends Sums<S>> {

    /** Everything that the other has seen. */
    void add(S other);

    /** All there is to it, for {@link #load}; the length does not depend on what was seen. */
    double[] save();

    /** What {@link #save} gave. */
    void load(double... state);
}
