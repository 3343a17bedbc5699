// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

/** Opens the model of a partition at the source. */
@FunctionalInterface
public interface Learners {

    Learner open(int partition);

    /** Whether a newer model is there than this one, which is to be opened in its place between two batches. */
    default boolean superseded(Learner learner) {
        return false;
    }
}
