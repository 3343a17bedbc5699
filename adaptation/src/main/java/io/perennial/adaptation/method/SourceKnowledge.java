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
 * @param spread how far such events lie apart, where it was measured before; null for none
 */
public record SourceKnowledge(List<Batch> events, Network features, SourceSpread spread) {

    /** Nothing but the weights. */
    public static final SourceKnowledge NONE = new SourceKnowledge(List.of(), null);

    public SourceKnowledge {
        events = List.copyOf(events);
    }

    /** The spread is measured on the events when somebody asks. */
    public SourceKnowledge(List<Batch> events, Network features) {
        this(events, features, null);
    }

    /** What is left where events are no longer at hand. */
    public static SourceKnowledge of(SourceSpread spread) {
        return new SourceKnowledge(List.of(), null, spread);
    }

    /** Null where nothing is known of the source's events. */
    SourceSpread spread(Network network) {
        return spread != null || events.isEmpty() ? spread : SourceSpread.of(network, events);
    }
}
