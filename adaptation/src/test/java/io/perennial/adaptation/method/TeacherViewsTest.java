// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.adaptation.uncertainty.ViewAverage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Step 4 where each event decides for itself, and where probabilities are averaged. */
class TeacherViewsTest {

    private static final Restore NONE = new Restore.Fisher(0);
    private static final ViewSource DOUBLED = (x, step, k) -> {
        float[] values = x.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= 2;
        }
        return new Batch(values, x.shape());
    };

    private final Toy toy = new Toy();
    private final Batch batch = Toy.batch(1);

    private Petal open(Gate gate, ViewAverage.Mean mean, double threshold, ViewSource views, NormPolicy.Kind kind) {
        PetalOptions options =
                Toy.options(true, threshold, 0, NONE).with(Extensions.NONE.with(new Extensions.Viewing(gate, mean, 0)));
        NormPolicy policy = new NormPolicy(kind, 0.1, Toy.BATCH, toy.network.sourceStatistics());
        return new Petal(toy.network, options, null, policy, views, 1);
    }

    /** On fixed statistics the unsure events are looked at alone, on the batch's own the batch stays together. */
    @ParameterizedTest
    @EnumSource(
            value = NormPolicy.Kind.class,
            names = {"SOURCE", "BATCH"})
    void eachEventDecidesForItself(NormPolicy.Kind kind) {
        float[] statistics = toy.network.sourceStatistics();
        NormStatistics norm =
                kind == NormPolicy.Kind.BATCH ? NormStatistics.batch(statistics) : NormStatistics.fixed(statistics);
        try (ParameterVector source = toy.network.source()) {
            var plain = toy.network.forward(source, batch, norm);
            var doubled = toy.network.forward(source, DOUBLED.view(batch, 0, 0), norm);
            Probabilities anchor = Probabilities.of(plain);
            double threshold = Toy.between(anchor);
            try (Petal petal = open(Gate.EVENT, ViewAverage.Mean.LOGITS, threshold, DOUBLED, kind);
                    Scored scored = petal.score(batch, false)) {
                int unsure = 0;
                for (int event = 0; event < Toy.BATCH; event++) {
                    boolean sure = anchor.confidence(event) >= threshold;
                    unsure += sure ? 0 : 1;
                    assertThat(scored.views(event)).isEqualTo(sure ? 0 : 3);
                    for (int c = 0; c < Toy.CLASSES; c++) {
                        assertThat(scored.logits().at(event, c))
                                .isCloseTo((sure ? plain : doubled).at(event, c), within(1e-5f));
                    }
                }
                assertThat(unsure).isBetween(1, Toy.BATCH - 1);
                assertThat(scored.views()).isEqualTo(3);
            }
        }
    }

    @Test
    void aMeanOfProbabilitiesIsWhatItSays() {
        NormStatistics fixed = NormStatistics.fixed(toy.network.sourceStatistics());
        try (Petal petal = open(
                        Gate.BATCH, ViewAverage.Mean.PROBABILITIES, Toy.UNSURE, Toy.NOISE, NormPolicy.Kind.SOURCE);
                ParameterVector source = toy.network.source();
                Scored scored = petal.score(batch, false)) {
            for (int i = 0; i < Toy.BATCH * Toy.CLASSES; i++) {
                double sum = 0;
                for (int k = 0; k < 3; k++) {
                    sum += Probabilities.of(toy.network.forward(source, Toy.NOISE.view(batch, 0, k), fixed))
                            .values()[i];
                }
                assertThat((double) scored.probabilities().values()[i]).isCloseTo(sum / 3, within(1e-6));
            }
        }
    }

    /** Each event leaves once it has settled: views of different ones differ in number, and those that never settle use all. */
    @Test
    void aSettledEventIsNotLookedAtAgain() {
        ViewSource shaking = (x, step, k) -> { // the first event of all is shaken, the others stay
            float[] values = x.values().clone();
            if (x.values()[0] == batch.values()[0]) {
                for (int i = 0; i < Toy.FEATURES; i++) {
                    values[i] *= k % 2 == 0 ? 3 : -3;
                }
            }
            return new Batch(values, x.shape());
        };
        PetalOptions options = new PetalOptions(Toy.RATE, true, Toy.MOMENTUM, Toy.UNSURE, 9, 0, 1e-6, false, NONE)
                .with(Extensions.NONE.with(new Extensions.Viewing(Gate.EVENT, ViewAverage.Mean.LOGITS, 1e-3)));
        NormPolicy policy = new NormPolicy(NormPolicy.Kind.SOURCE, 0, Toy.BATCH, toy.network.sourceStatistics());
        try (Petal petal = new Petal(toy.network, options, null, policy, shaking, 1);
                Scored scored = petal.score(batch, false)) {
            assertThat(scored.views(0)).isEqualTo(9);
            assertThat(scored.abstained(0)).isTrue();
            for (int event = 1; event < Toy.BATCH; event++) {
                assertThat(scored.views(event)).isEqualTo(2);
                assertThat(scored.abstained(event)).isFalse();
            }
        }
    }

    /** Unless they are too few for statistics of their own. */
    @Test
    void aFewUnsureEventsAreLookedAtWithTheirBatch() {
        List<Integer> sizes = new ArrayList<>();
        ViewSource counted = (x, step, k) -> {
            sizes.add(x.size());
            return x;
        };
        NormStatistics own = NormStatistics.batch(toy.network.sourceStatistics());
        double threshold;
        try (ParameterVector source = toy.network.source()) {
            Probabilities anchor = Probabilities.of(toy.network.forward(source, batch, own));
            threshold = Toy.between(anchor);
        }
        PetalOptions options = Toy.options(true, threshold, 0, NONE)
                .with(Extensions.NONE.with(
                        new Extensions.Viewing(Gate.EVENT, ViewAverage.Mean.LOGITS, 0, true, false)));
        NormPolicy policy = new NormPolicy(NormPolicy.Kind.BATCH, 1, Toy.BATCH, toy.network.sourceStatistics());
        try (Petal petal = new Petal(toy.network, options, null, policy, counted, 1);
                Scored scored = petal.score(batch, false)) {
            assertThat(sizes).containsExactly(Toy.BATCH, Toy.BATCH, Toy.BATCH);
            assertThat(scored.views()).isEqualTo(3);
        }
    }
}
