// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.posterior;

import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * SWAG's diagonal (Maddox et al., "A Simple Baseline for Bayesian Uncertainty in Deep Learning", NeurIPS 2019), as PETAL
 * fits its posterior: the source model is trained on for a few epochs of plain SGD, and the mean and variance of the
 * weights on their way are the posterior.
 */
public final class SwagDiagonal {

    /**
     * How it is fitted.
     *
     * @param epochs over the labelled events
     * @param batch events of a step; what is left over at the end of an epoch is left out
     * @param snapshots of the weights in an epoch, evenly spread; at most one a step
     */
    public record Options(
            int epochs, int batch, double learningRate, double momentum, double weightDecay, int snapshots) {

        /** PETAL's rates (Brahma and Rai, CVPR 2023): SGD 8e-4, momentum 0.9, weight decay 5e-4, batch 200. */
        public static final Options PUBLISHED = new Options(5, 200, 8e-4, 0.9, 5e-4, 4);

        /** The same batches, momentum and decay at another pace. */
        public Options with(int newEpochs, double newRate, int newSnapshots) {
            return new Options(newEpochs, batch, newRate, momentum, weightDecay, newSnapshots);
        }
    }

    private final Network network;
    private final LabelledEvents events;
    private final Options options;

    private SwagDiagonal(Network network, LabelledEvents events, Options options) {
        this.network = network;
        this.events = events;
        this.options = options;
    }

    /**
     * @param network stays the caller's, and as it was; all its trainable parameters are fitted
     * @param seed of the order of the events
     * @param progress is told after each step how many events it took
     */
    public static DiagonalGaussian fit(
            Network network, LabelledEvents events, Options options, long seed, IntConsumer progress) {
        if (events.size() < 2) {
            throw new IllegalArgumentException(
                    "training data refused: expected at least 2 labelled events, got " + events.size());
        }
        return new SwagDiagonal(network, events, options).fit(new SplittableRandom(seed), progress);
    }

    private DiagonalGaussian fit(SplittableRandom random, IntConsumer progress) {
        int batch = Math.min(options.batch(), events.size());
        int steps = events.size() / batch;
        int every = Math.max(1, steps / Math.max(1, options.snapshots()));
        int[] order = new int[events.size()];
        Arrays.setAll(order, i -> i);
        RunningMoments moments = new RunningMoments(network.layout().size());
        try (ParameterVector weights = network.source();
                Sgd sgd = new Sgd(network, options)) {
            for (int epoch = 0; epoch < options.epochs(); epoch++) {
                shuffle(order, random);
                for (int step = 1; step <= steps; step++) {
                    gradient(weights, Arrays.copyOfRange(order, (step - 1) * batch, step * batch), sgd.gradient);
                    sgd.step(weights);
                    if (step % every == 0) {
                        moments.add(weights.toArray());
                    }
                    progress.accept(batch);
                }
            }
        }
        return moments.gaussian();
    }

    /** Of the mean cross-entropy with the labels, on the batch's own statistics as in training. */
    private void gradient(ParameterVector weights, int[] places, ParameterVector into) {
        NormStatistics statistics = NormStatistics.batch(network.sourceStatistics());
        try (Recorded pass = network.record(weights, events.batch(places), statistics)) {
            Probabilities z = Probabilities.of(pass.logits());
            float[] gradient = new float[z.values().length];
            for (int i = 0; i < gradient.length; i++) {
                int label = events.label(places[i / z.classes()]);
                gradient[i] = (z.values()[i] - (i % z.classes() == label ? 1 : 0)) / places.length;
            }
            pass.pullback(new Logits(gradient, z.classes()), into);
        }
    }

    /** Fisher-Yates. */
    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int moved = order[i];
            order[i] = order[other];
            order[other] = moved;
        }
    }

    /** SGD with heavy-ball momentum and weight decay, as PyTorch's default. */
    private static final class Sgd implements AutoCloseable {
        private final Options options;
        private final ParameterVector gradient;
        private final ParameterVector velocity;
        private final ParameterVector zeros;

        Sgd(Network network, Options options) {
            this.options = options;
            gradient = network.zeros();
            velocity = network.zeros();
            zeros = network.zeros();
        }

        void step(ParameterVector weights) {
            addTo(gradient, weights, options.weightDecay());
            velocity.lerp(zeros, (float) (1 - options.momentum()));
            addTo(velocity, gradient, 1);
            addTo(weights, velocity, -options.learningRate());
        }

        /** A pull of mean 0 and variance 1 is a plain sum: target += weight times what. */
        private void addTo(ParameterVector target, ParameterVector what, double weight) {
            target.pullToGaussian(what, zeros, zeros, (float) weight, 1);
        }

        @Override
        public void close() {
            gradient.close();
            velocity.close();
            zeros.close();
        }
    }
}
