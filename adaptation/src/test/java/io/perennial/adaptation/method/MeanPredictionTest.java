// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.uncertainty.Probabilities;
import org.junit.jupiter.api.Test;

class MeanPredictionTest {

    private final Probabilities p = new Probabilities(new float[] {0.8f, 0.2f, 0.4f, 0.6f, 1, 0}, 2);

    @Test
    void startsAsTheMeanOfTheFirstEvents() {
        MeanPrediction mean = MeanPrediction.none(2);
        assertThat(mean.isEmpty()).isTrue();
        mean.add(p, 0, 1);
        assertThat(mean.values()).containsExactly(new float[] {0.6f, 0.4f}, within(1e-6f));
    }

    @Test
    void keepsNineTenthsAfterwards() {
        MeanPrediction mean = MeanPrediction.uniform(2);
        mean.add(p, 2);
        assertThat(mean.values()).containsExactly(new float[] {0.55f, 0.45f}, within(1e-6f));
    }

    @Test
    void staysWhereNoEventCame() {
        MeanPrediction mean = MeanPrediction.none(2);
        mean.add(p);
        assertThat(mean.isEmpty()).isTrue();
    }

    /** (0.5, 0.5) against (1, 0): 45 degrees; against (0.8, 0.2): 0.5 / (0.7071 sqrt 0.68). */
    @Test
    void measuresTheAngleToAPrediction() {
        MeanPrediction mean = MeanPrediction.uniform(2);
        assertThat(mean.cosine(p, 2)).isCloseTo(Math.sqrt(0.5), within(1e-6));
        assertThat(mean.cosine(p, 0)).isCloseTo(0.857493, within(1e-6));
    }
}
