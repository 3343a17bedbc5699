// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.posterior;

import io.perennial.adaptation.network.Batch;

/** What a source model was trained on. */
public interface LabelledEvents {

    /** How many there are. */
    int size();

    /** Those at some places, [B, ...]. */
    Batch batch(int... places);

    /** The class of one, from 0. */
    int label(int place);
}
