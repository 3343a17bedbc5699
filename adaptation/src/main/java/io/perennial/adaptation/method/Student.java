// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import java.util.Map;
import java.util.TreeMap;

/** Weights that start at the source and learn by gradient, with all that a step needs. Owns its vectors. */
final class Student implements AutoCloseable {

    private final Network network;
    private final NormPolicy statistics;
    private final Optimiser optimiser;
    private final ParameterVector source;
    private final ParameterVector weights;
    private final ParameterVector gradient;
    private long step;

    /**
     * @param network stays the caller's
     * @param optimiser owned by this from here on
     */
    Student(Network network, NormPolicy statistics, Optimiser optimiser) {
        this.network = network;
        this.statistics = statistics;
        this.optimiser = optimiser;
        source = network.source();
        weights = network.source();
        gradient = network.zeros();
    }

    /** The plain prediction, recorded where it is to be learned from. */
    Scored score(Batch x, boolean learn) {
        if (!learn) {
            return new Scored(network.forward(weights, x, statistics.current()), null, x);
        }
        Recorded z = statistics.record(network, weights, x);
        return new Scored(z.logits(), z, x);
    }

    /** A further pass under the weights as they stand now. */
    Recorded record(Batch x) {
        return network.record(weights, x, statistics.current());
    }

    /** One step of the optimiser along the gradient; one that is not finite teaches nothing. */
    StepReport descend(double loss) {
        if (!gradient.isFinite()) {
            return unchanged(loss, Held.NON_FINITE);
        }
        step++;
        optimiser.step(weights, gradient, step);
        return learned(loss, 0);
    }

    /** Back to the source, without the optimiser's memory. */
    void recover() {
        weights.copyFrom(source);
        optimiser.clear();
    }

    StepReport learned(double loss, double restoredShare) {
        return StepReport.learned(step, loss, restoredShare, distance());
    }

    StepReport unchanged(double loss, Held held) {
        return StepReport.nothingLearned(step, loss, distance(), held);
    }

    private double distance() {
        return weights.distance(source) / Math.max(source.norm(), Float.MIN_NORMAL);
    }

    /** The same for a look. */
    Weights seen() {
        return Weights.alone(network.layout(), source, weights);
    }

    /** Null where its statistics are those of a batch. */
    Snapshot snapshot() {
        return Snapshot.of(weights, statistics);
    }

    ParameterVector source() {
        return source;
    }

    ParameterVector weights() {
        return weights;
    }

    /** Where pullbacks go, overwritten by each. */
    ParameterVector gradient() {
        return gradient;
    }

    long step() {
        return step;
    }

    /** With what else the method has learned. */
    LearnedState state(Map<String, float[]> more) {
        var arrays = new TreeMap<>(more);
        arrays.put("student", weights.toArray());
        arrays.put("statistics", statistics.values());
        optimiser.save(arrays);
        return new LearnedState(step, arrays);
    }

    void restore(LearnedState state) {
        weights.set(state.array("student", weights.size()));
        statistics.set(state.array("statistics", statistics.values().length));
        optimiser.load(state);
        step = state.step();
    }

    @Override
    public void close() {
        source.close();
        weights.close();
        gradient.close();
        optimiser.close();
    }
}
