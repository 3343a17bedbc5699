// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.view.Views;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every method with all that it remembers: memories, moving averages, moments, counts. */
class MethodStateTest {

    private static final Views NOISE = (batch, random) -> {
        float[] values = batch.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (random.nextDouble() - 0.5);
        }
        return new Batch(values, batch.shape());
    };

    private final LinearNetwork network = new LinearNetwork(Toy.FEATURES, Toy.CLASSES, 6);

    private Method open(String name) {
        PetalOptions petal = Toy.adam(new Restore.Fisher(0.3));
        MethodSpec spec = new MethodSpec(name, NormPolicy.Kind.EMA, 0.1, 48, petal);
        return spec.open(network, null, NOISE, 1, new SourceKnowledge(List.of(batch(99)), null));
    }

    /** 48 events, so that RoTTA updates within some batches and not in others. */
    private static Batch batch(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[48 * Toy.FEATURES];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Batch(values, 48, Toy.FEATURES);
    }

    private static void learn(Method method, int from, int to) {
        for (int step = from; step < to; step++) {
            method.adapt(method.score(batch(step), true));
        }
    }

    /** Those that have weights show where these stand: at the source at first, and where the last step left them. */
    @ParameterizedTest
    @FieldSource("io.perennial.adaptation.method.MethodSpec#NAMES")
    void showsItsWeights(String name) {
        try (Method method = open(name)) {
            Weights weights = method.weights();
            if (List.of("lame", "norm", "frozen").contains(name)) {
                assertThat(weights).isNull();
                return;
            }
            assertThat(weights.teacher().distance(weights.source())).isZero();
            boolean learned = false;
            boolean moved = false;
            for (int step = 0; step < 6; step++) {
                learned |= method.adapt(method.score(batch(step), true)).learned();
                moved |= method.weights().teacher().distance(weights.source()) > 0;
            }
            // SAR is so sure of these events that it goes back to the source within each step.
            assertThat(moved).isEqualTo(learned && !name.equals("sar"));
            assertThat(method.weights().student().toArray())
                    .isEqualTo(method.state().array("student", weights.layout().size()));
        }
    }

    @ParameterizedTest
    @FieldSource("io.perennial.adaptation.method.MethodSpec#NAMES")
    void goesOnFromItsStateBitForBit(String name) {
        try (Method whole = open(name);
                Method part = open(name);
                Method successor = open(name)) {
            learn(whole, 0, 6);
            learn(part, 0, 3);
            successor.restore(part.state());
            assertThat(successor.state()).usingRecursiveComparison().isEqualTo(part.state());
            learn(successor, 3, 6);
            assertThat(successor.state()).usingRecursiveComparison().isEqualTo(whole.state());
            assertThat(successor.score(batch(7), false).logits().values())
                    .containsExactly(whole.score(batch(7), false).logits().values());
        }
    }

    @ParameterizedTest
    @FieldSource("io.perennial.adaptation.method.MethodSpec#NAMES")
    void scoringWithoutLearningChangesNothing(String name) {
        try (Method method = open(name)) {
            learn(method, 0, 2);
            LearnedState before = method.state();
            method.score(batch(50), false).close();
            assertThat(method.state()).usingRecursiveComparison().isEqualTo(before);
        }
        assertThat(network.recordings).isZero();
        assertThat(network.vectors).isEmpty();
    }

    /** SAR finds these predictions too certain and goes back to the source each time. */
    @Test
    void everyMethodThatLearnsMovesItsWeights() {
        for (String name :
                MethodSpec.NAMES.stream().filter(n -> !n.equals("sar")).toList()) {
            try (Method method = open(name)) {
                float[] before = method.state().arrays().get("student");
                learn(method, 0, 3);
                if (before != null) {
                    assertThat(method.state().arrays().get("student")).as(name).isNotEqualTo(before);
                }
            }
        }
    }
}
