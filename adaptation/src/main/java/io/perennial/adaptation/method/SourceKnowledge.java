// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network;
import java.util.List;

/**
 * What some methods can use of the source besides its weights.
 *
 * @param events of the source, unlabelled, in batches: {@code eata} takes its Fisher information from them; may be empty
 * @param features the same model up to what enters its last layer, see {@link Penultimate}, as a network whose output is
 *     that value: {@code lame} compares events by it; null for none. Stays the caller's
 */
public record SourceKnowledge(List<Batch> events, Network features) {

    /** Nothing but the weights. */
    public static final SourceKnowledge NONE = new SourceKnowledge(List.of(), null);

    public SourceKnowledge {
        events = List.copyOf(events);
    }
}
