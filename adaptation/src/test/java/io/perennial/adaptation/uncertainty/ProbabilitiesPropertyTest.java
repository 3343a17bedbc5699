// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Logits;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ProbabilitiesPropertyTest {

    @Property(tries = 300)
    void rowsSumToOneAndStayFinite(@ForAll @Size(6) @FloatRange(min = -1e30f, max = 1e30f) float[] values) {
        Probabilities p = Probabilities.of(new Logits(values, 3));
        for (int event = 0; event < 2; event++) {
            assertThat((double) p.at(event, 0) + p.at(event, 1) + p.at(event, 2))
                    .isCloseTo(1, within(1e-6));
            assertThat(p.entropy(event)).isBetween(0f, (float) Math.log(3) + 1e-5f);
            assertThat(p.margin(event)).isBetween(0f, 1f);
            assertThat(p.confidence(event)).isGreaterThanOrEqualTo(1f / 3 - 1e-5f);
        }
    }

    @Property(tries = 300)
    void divergenceIsSymmetricAndBounded(
            @ForAll @Size(4) @FloatRange(min = -20, max = 20) float[] a,
            @ForAll @Size(4) @FloatRange(min = -20, max = 20) float[] b) {
        Probabilities p = Probabilities.of(new Logits(a, 4));
        Probabilities q = Probabilities.of(new Logits(b, 4));
        assertThat(p.divergence(q, 0)).isBetween(0f, (float) Math.log(2) + 1e-5f);
        assertThat(p.divergence(q, 0)).isCloseTo(q.divergence(p, 0), within(1e-6f));
        assertThat(p.divergence(p, 0)).isZero();
    }

    @Property(tries = 300)
    void aTemperatureDividesTheLogits(
            @ForAll @Size(6) float[] any, @ForAll @DoubleRange(min = 0.5, max = 4) double temperature) {
        float[] values = new float[any.length];
        float[] divided = new float[any.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (10 * Math.tanh(any[i]));
            divided[i] = (float) (values[i] / temperature);
        }
        Probabilities tempered = Probabilities.of(new Logits(values, 3)).tempered(temperature);
        Probabilities expected = Probabilities.of(new Logits(divided, 3));
        for (int i = 0; i < values.length; i++) {
            assertThat(tempered.values()[i]).isCloseTo(expected.values()[i], within(2e-5f));
        }
    }

    @Test
    void aTemperatureOfOneChangesNoBitAndWhatIsNoNumberStaysNone() {
        Probabilities p = Probabilities.of(new Logits(new float[] {1, 2, 3}, 3));
        assertThat(p.tempered(1)).isSameAs(p);
        Probabilities none = new Probabilities(new float[] {Float.NaN, Float.NaN}, 2);
        assertThat(none.tempered(2).values()).containsOnly(Float.NaN);
    }

    @Test
    void viewsThatAgreeCarryNoMutualInformation() {
        ViewAverage average = new ViewAverage(1, 2);
        average.add(new Logits(new float[] {2, -1}, 2));
        average.add(new Logits(new float[] {2, -1}, 2));
        assertThat(average.mutualInformation()[0]).isCloseTo(0, within(1e-6f));
        assertThat(average.logits().values()).containsExactly(2, -1);
    }

    @Test
    void viewsThatContradictEachOtherCarryOneBit() {
        ViewAverage average = new ViewAverage(1, 2);
        average.add(new Logits(new float[] {50, -50}, 2));
        average.add(new Logits(new float[] {-50, 50}, 2));
        assertThat(average.mutualInformation()[0]).isCloseTo((float) Math.log(2), within(1e-6f));
    }
}
