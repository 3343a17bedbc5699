// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.adaptation.uncertainty.ViewAverage;
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
            double threshold = (anchor.confidence(0) + (double) anchor.confidence(1)) / 2;
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
}
