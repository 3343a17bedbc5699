// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

/** Opens the model of a partition at the source. */
@FunctionalInterface
public interface Learners {

    Learner open(int partition);
}
