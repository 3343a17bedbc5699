// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** PETAL on {@link LinearNetwork}: 4 features, 3 classes, P = 15, batches of 6. */
final class Toy {

    static final int FEATURES = 4;
    static final int CLASSES = 3;
    static final int SIZE = 15;
    static final int BATCH = 6;

    /** Thresholds at which the anchor is always and never sure. */
    static final double SURE = 0;

    static final double UNSURE = 1.1;

    static final double RATE = 0.1;
    static final double MOMENTUM = 0.9;

    /** Views that depend on the seed, the step and k, as a configuration's do. */
    static final ViewSource NOISE = ViewSource.seeded(
            (batch, random) -> {
                float[] values = batch.values().clone();
                for (int i = 0; i < values.length; i++) {
                    values[i] += (float) (random.nextDouble() - 0.5);
                }
                return new Batch(values, batch.shape());
            },
            5);

    final LinearNetwork network = new LinearNetwork(FEATURES, CLASSES, 1);

    /** Three views; the teacher's momentum is 0.9 so that it visibly moves. */
    static PetalOptions options(boolean adam, double threshold, double priorWeight, Restore restore) {
        return new PetalOptions(RATE, adam, MOMENTUM, threshold, 3, priorWeight, 1e-6, false, restore);
    }

    /** With Adam, unsure, without a prior. */
    static PetalOptions adam(Restore restore) {
        return options(true, UNSURE, 0, restore);
    }

    /** Without a posterior, on a moving average. */
    Petal open(PetalOptions options, ViewSource views, long seed) {
        return open(options, null, views, seed);
    }

    Petal open(PetalOptions options, Posterior posterior, ViewSource views, long seed) {
        NormPolicy average = new NormPolicy(NormPolicy.Kind.EMA, 0.1, BATCH, network.sourceStatistics());
        return new Petal(network, options, posterior, average, views, seed);
    }

    /** A threshold between the confidences in the first two events of what is said. */
    static double between(Probabilities said) {
        return (said.confidence(0) + (double) said.confidence(1)) / 2;
    }

    /** [6, 4], standard normal. */
    static Batch batch(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[BATCH * FEATURES];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Batch(values, BATCH, FEATURES);
    }

    static StepReport step(Petal petal, Batch batch) {
        return petal.adapt(petal.score(batch, true));
    }

    static float[] student(Petal petal) {
        return petal.state().arrays().get("student");
    }

    static float[] teacher(Petal petal) {
        return petal.state().arrays().get("teacher");
    }

    /** Puts student and teacher where a test wants them. */
    static void place(Petal petal, float[] student, float[] teacher) {
        Map<String, float[]> arrays = new HashMap<>(petal.state().arrays());
        arrays.put("student", student);
        arrays.put("teacher", teacher);
        petal.restore(new LearnedState(petal.step(), arrays));
    }

    /** The source's weights. */
    float[] source() {
        try (var source = network.source()) {
            return source.toArray();
        }
    }

    /** Every value moved by so much. */
    static float[] moved(float[] values, double by) {
        float[] moved = values.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) by;
        }
        return moved;
    }
}
