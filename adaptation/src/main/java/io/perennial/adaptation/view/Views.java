// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.view;

import io.perennial.adaptation.network.Batch;
import java.util.random.RandomGenerator;

/** Augmented views of events: other ways in which the same thing might have been recorded. Safe to share among threads. */
public interface Views {

    /**
     * One view of every event, each with its own random transform.
     *
     * @param batch [B, ...], left as it is
     * @param random the only source of randomness: the same state gives the same view
     * @return a new batch of the same shape
     */
    Batch view(Batch batch, RandomGenerator random);

    /**
     * Whether there are gentle views, whose average predicts better than the plain event. Images have them. Tables do
     * not: averaging over noise of a tenth of a standard deviation costs 0.9 points of error on weather data.
     */
    default boolean hasGentle() {
        return false;
    }

    /**
     * The k-th of views that hardly change an event: made for averaging predictions, where the strong ones are made for
     * learning. On CIFAR-10-C a single strong view costs 10 points of error, a gentle one none.
     *
     * @param k 0 for the first; neighbours are as different as they can be
     */
    default Batch gentle(Batch batch, int k, RandomGenerator random) {
        return view(batch, random);
    }
}
