// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import java.util.ArrayList;
import java.util.List;

/**
 * A small classifier with what to ask it.
 *
 * @param seed that it was drawn from
 * @param steps how many were drawn, each one or some nodes; fewer from the same seed are the first of them
 * @param operators of its nodes in order
 * @param model the bytes, valid for ONNX Runtime
 * @param ported the same with ports for rounding, and all probes as its output [B, ...]
 * @param probes what can be seen of the ported one, in the order of its output; the last are the logits
 * @param batch the input
 * @param gradient of a loss by the logits
 */
public record RandomGraph(
        long seed,
        int steps,
        List<String> operators,
        byte[] model,
        byte[] ported,
        List<Probe> probes,
        Batch batch,
        Logits gradient) {

    /** Ends the name of a port's factor. */
    static final String FACTOR = ".factor";

    /** Ends the name of a port's term. */
    static final String TERM = ".term";

    /**
     * A value inside the graph.
     *
     * @param name of it
     * @param terms how many numbers go into one of it; 0 where nothing is rounded, and there is no port
     * @param kinks of the operators that read it
     * @param level the probe behind it whose slopes it is rounded by on their way back, see {@link GraphDraft#levelling}; empty for its own
     * @param event shape of one event
     */
    record Probe(String name, int terms, List<Kink> kinks, String level, int... event) {

        Probe(String name, int terms, int... event) {
            this(name, terms, List.of(), "", event);
        }

        Probe with(Kink kink) {
            var all = new ArrayList<>(kinks);
            all.add(kink);
            return new Probe(name, terms, List.copyOf(all), level, event);
        }

        Probe with(String behind) {
            return new Probe(name, terms, kinks, behind, event);
        }

        /** Whether it is there for what comes back alone. */
        boolean isLevel() {
            return !level.isEmpty();
        }

        int length() {
            return GraphDraft.length(event);
        }
    }

    @Override
    public String toString() {
        return "graph of seed " + seed + " in " + steps + " steps: " + operators + " of " + batch.size() + " events";
    }
}
