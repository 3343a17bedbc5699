// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Closed-form gradients on the logits against finite differences of the losses. */
class LossGradientPropertyTest {

    private interface Loss {
        double at(Probabilities p);
    }

    @Property(tries = 200)
    void entropyLossHasTheGradientOfItsFiniteDifferences(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int size,
            @ForAll @IntRange(min = 2, max = 7) int c) {
        SplittableRandom random = new SplittableRandom(seed);
        Logits z = logits(random, size, c);
        float[] weights = weights(random, size);
        check(z, EntropyLoss.gradient(Probabilities.of(z), weights), p -> EntropyLoss.loss(p, weights));
    }

    @Property(tries = 200)
    void softLikelihoodRatioHasTheGradientOfItsFiniteDifferences(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int size,
            @ForAll @IntRange(min = 2, max = 7) int c) {
        SplittableRandom random = new SplittableRandom(seed);
        Logits z = logits(random, size, c);
        float[] weights = weights(random, size);
        check(z, SoftLikelihoodRatio.gradient(Probabilities.of(z), weights), p -> SoftLikelihoodRatio.loss(p, weights));
    }

    @Property(tries = 100)
    void rottasWeightedCrossEntropyHasTheGradientOfItsFiniteDifferences(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int size,
            @ForAll @IntRange(min = 2, max = 7) int c) {
        SplittableRandom random = new SplittableRandom(seed);
        Probabilities teacher = Probabilities.of(logits(random, size, c));
        Logits z = logits(random, size, c);
        float[] weights = weights(random, size);
        check(z, Rotta.gradient(teacher, Probabilities.of(z), weights), p -> Rotta.loss(teacher, p, weights));
    }

    /** ROID's consistency learns on both sides, so that each must have the gradient of the same symmetric loss. */
    @Property(tries = 100)
    void symmetricCrossEntropyIsTheSameLossFromBothSides(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Logits a = logits(random, 1, 5);
        Logits b = logits(random, 1, 5);
        Probabilities p = Probabilities.of(a);
        Probabilities q = Probabilities.of(b);
        check(a, SelfTraining.SYMMETRIC.gradient(q, p), moved -> SelfTraining.SYMMETRIC.loss(moved, q));
        check(b, SelfTraining.SYMMETRIC.gradient(p, q), moved -> SelfTraining.SYMMETRIC.loss(p, moved));
    }

    /** float32 softmax carries about 1e-7; over a step of 1e-2 that is 1e-5, and the third derivative adds as much. */
    private static void check(Logits z, Logits gradient, Loss loss) {
        float h = 1e-2f;
        for (int i = 0; i < z.values().length; i++) {
            double up = loss.at(Probabilities.of(moved(z, i, h)));
            double down = loss.at(Probabilities.of(moved(z, i, -h)));
            assertThat((double) gradient.values()[i]).isCloseTo((up - down) / (2.0 * h), within(3e-4));
        }
    }

    /** Up to 2 either way: then no probability is above 0.982, and ROID clips at 0.99, where the difference has a kink. */
    private static Logits logits(SplittableRandom random, int size, int classes) {
        float[] values = new float[size * classes];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() * 4 - 2);
        }
        return new Logits(values, classes);
    }

    /** One of them 0: an event that is left out. */
    private static float[] weights(SplittableRandom random, int size) {
        float[] weights = new float[size];
        for (int i = 1; i < size; i++) {
            weights[i] = (float) random.nextDouble();
        }
        weights[0] = size == 1 ? 1 : 0;
        return weights;
    }

    private static Logits moved(Logits logits, int i, float by) {
        float[] values = logits.values().clone();
        values[i] += by;
        return new Logits(values, logits.classes());
    }
}
