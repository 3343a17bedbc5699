// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.adaptation.view.Views;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a method would say of events that come alone. */
class SnapshotTest {

    private static final int BATCH = 48;

    private static final Views NOISE = (batch, random) -> {
        float[] values = batch.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (random.nextDouble() - 0.5);
        }
        return new Batch(values, batch.shape());
    };

    private final LinearNetwork network = new LinearNetwork(Toy.FEATURES, Toy.CLASSES, 6);

    private Method open(String name, NormPolicy.Kind statistics) {
        PetalOptions petal = Toy.options(true, Toy.SURE, 0, new Restore.Fisher(0.3));
        MethodSpec spec = new MethodSpec(name, statistics, 0.1, BATCH, petal);
        return spec.open(network, null, NOISE, 1, new SourceKnowledge(List.of(batch(99, BATCH)), null));
    }

    private static Batch batch(long seed, int events) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[events * Toy.FEATURES];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Batch(values, events, Toy.FEATURES);
    }

    private static void learn(Method method) {
        for (int step = 0; step < 5; step++) {
            method.adapt(method.score(batch(step, BATCH), true));
        }
    }

    /** What the snapshot's networks say together. */
    private float[] said(Snapshot snapshot, Batch event) {
        float[] mean = new float[Toy.CLASSES];
        for (Snapshot.Member member : snapshot.members()) {
            try (ParameterVector weights = network.source()) {
                if (member.weights() != null) {
                    weights.set(member.weights());
                }
                float[] statistics = member.statistics() == null ? network.sourceStatistics() : member.statistics();
                float[] p = Probabilities.of(network.forward(weights, event, NormStatistics.fixed(statistics)))
                        .values();
                for (int c = 0; c < mean.length; c++) {
                    mean[c] += (float) (member.share() * p[c]);
                }
            }
        }
        return mean;
    }

    @ParameterizedTest
    @ValueSource(strings = {"petal-fim", "petal-sres", "rotta", "eata", "sar", "tent", "norm", "frozen"})
    void saysWhatTheMethodSaysOfAnEventAlone(String name) {
        try (Method method = open(name, NormPolicy.Kind.EMA)) {
            learn(method);
            Batch event = batch(7, 1);
            float[] said = said(method.snapshot(), event);
            float[] own = method.score(event, false).probabilities().values();
            for (int c = 0; c < said.length; c++) {
                assertThat(said[c]).as("class %s", c).isCloseTo(own[c], within(1e-6f));
            }
            assertThat(method.serving()).isEqualTo(ServedBy.ADAPTED);
        }
    }

    @ParameterizedTest
    @FieldSource("io.perennial.adaptation.method.MethodSpec#NAMES")
    void doesNotMoveWithTheMethod(String name) {
        try (Method method = open(name, NormPolicy.Kind.EMA)) {
            learn(method);
            Snapshot snapshot = method.snapshot();
            if (name.equals("lame")) {
                assertThat(snapshot).as("needs the neighbours of an event").isNull();
                return;
            }
            float[] before = said(snapshot, batch(7, 1));
            learn(method);
            assertThat(said(snapshot, batch(7, 1))).isEqualTo(before);
            assertThat(snapshot.members().stream()
                            .mapToDouble(Snapshot.Member::share)
                            .sum())
                    .isCloseTo(1, within(1e-12));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NormPolicy.Kind.class,
            names = {"BATCH", "MIX"})
    void thereIsNoneWhereTheStatisticsAreThoseOfABatch(NormPolicy.Kind statistics) {
        for (String name : List.of("petal-fim", "cotta", "eata", "sar", "tent", "roid", "norm")) {
            try (Method method = open(name, statistics)) {
                assertThat(method.snapshot()).as(name).isNull();
            }
        }
        for (String name : List.of("perennial", "rotta", "frozen")) {
            try (Method method = open(name, statistics)) {
                assertThat(method.snapshot())
                        .as("%s has statistics of its own", name)
                        .isNotNull();
            }
        }
    }

    @Test
    void expertsThatAreNotBelievedAreLeftOut() {
        Snapshot snapshot = Snapshot.mixed(List.of(
                new Snapshot.Member(null, null, 0.6),
                new Snapshot.Member(new float[1], new float[1], 0.395),
                new Snapshot.Member(new float[1], new float[1], 0.005)));
        assertThat(snapshot.members()).hasSize(2);
        assertThat(snapshot.members().get(0).share()).isCloseTo(0.6 / 0.995, within(1e-12));
        assertThat(snapshot.members().get(0).isSource()).isTrue();
    }

    @Test
    void theSourceAnswersUntilAnotherKnowsMore() {
        try (Method method = open("perennial", NormPolicy.Kind.EMA)) {
            List<Snapshot.Member> members = method.snapshot().members();
            assertThat(members.get(0).isSource()).isTrue();
            assertThat(members.get(0).share()).isGreaterThan(0.5);
        }
    }
}
