// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * TENT: scale and shift of the normalisation layers follow the gradient of the predictions' mean entropy (Wang et al.,
 * "Tent: Fully Test-Time Adaptation by Entropy Minimization", ICLR 2021). Published with the batch's own statistics.
 *
 * <p>Open the network on its normalisation parameters alone. Memory: 5 P floats.
 */
public final class Tent implements Method {

    /** Adam's rate for CIFAR-10-C. */
    public static final double LEARNING_RATE = 1e-3;

    private final Student student;

    /** @param network stays the caller's */
    public Tent(Network network, NormPolicy statistics, double learningRate) {
        student = new Student(network, statistics, new Optimiser.Adam(network, learningRate));
    }

    @Override
    public Scored score(Batch x, Effort effort) {
        return student.score(x, effort.learn());
    }

    @Override
    public StepReport adapt(Scored scored) {
        try (scored) {
            Probabilities p = scored.studentProbabilities();
            float[] mean =
                    EventWeights.mean(p.size(), IntStream.range(0, p.size()).toArray());
            scored.student().pullback(EntropyLoss.gradient(p, mean), student.gradient());
            return student.descend(EntropyLoss.loss(p, mean));
        }
    }

    @Override
    public long step() {
        return student.step();
    }

    @Override
    public Weights weights() {
        return student.seen();
    }

    @Override
    public Snapshot snapshot() {
        return student.snapshot();
    }

    @Override
    public LearnedState state() {
        return student.state(Map.of());
    }

    @Override
    public void restore(LearnedState state) {
        student.restore(state);
    }

    @Override
    public void close() {
        student.close();
    }
}
