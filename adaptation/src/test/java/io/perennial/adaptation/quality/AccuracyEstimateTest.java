// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AccuracyEstimateTest {

    private static final int EVENTS = 1000;
    private static final double OWN = 0.875;

    private final EstimateSums seen = new EstimateSums();
    private final LabelledSums none = new LabelledSums();

    private void see(int events, float[] published, float... source) {
        for (int i = 0; i < events; i++) {
            seen.add(
                    new Probabilities(published, published.length),
                    source.length == 0 ? null : new Probabilities(source, source.length),
                    0,
                    i,
                    1);
        }
    }

    @Test
    void isTheMeanConfidenceAndItsErrorBarsThoseOfTheDoubts() {
        see(EVENTS, new float[] {0.875f, 0.125f}, 0.875f, 0.125f);
        AccuracyEstimate adapted = AccuracyEstimate.ofAdapted(seen, OWN, none);
        assertThat(adapted.accuracy()).isCloseTo(0.875, within(1e-9));
        assertThat(adapted.margin()).isCloseTo(1.96 * Math.sqrt(0.875 * 0.125 / EVENTS), within(1e-9));
        assertThat(adapted.reliable()).isTrue();
        assertThat(AccuracyEstimate.ofSource(seen, OWN, none)).isEqualTo(adapted);
    }

    @Test
    void aSourceThatIsSureAndContradictedIsNotBelieved() {
        see(EVENTS, new float[] {0.875f, 0.125f}, 0.125f, 0.875f);
        AccuracyEstimate source = AccuracyEstimate.ofSource(seen, OWN, none);
        assertThat(source.accuracy()).isCloseTo(0.125, within(1e-9));
        assertThat(source.margin()).isGreaterThan(0.5);
        assertThat(source.reliable()).isFalse();
        assertThat(AccuracyEstimate.ofAdapted(seen, OWN, none).reliable()).isFalse();
    }

    @Test
    void aSourceThatIsLessSureThanItWasWidensTheBars() {
        see(EVENTS, new float[] {0.875f, 0.125f}, 0.625f, 0.375f);
        AccuracyEstimate adapted = AccuracyEstimate.ofAdapted(seen, OWN, none);
        assertThat(adapted.margin()).isCloseTo(0.125 + 1.96 * Math.sqrt(0.875 * 0.125 / EVENTS), within(1e-9));
        assertThat(adapted.reliable()).isFalse();
    }

    @Test
    void withoutAReferenceOrASourceNothingIsReliable() {
        see(EVENTS, new float[] {0.875f, 0.125f}, 0.875f, 0.125f);
        assertThat(AccuracyEstimate.ofAdapted(seen, Double.NaN, none).reliable())
                .isFalse();
        EstimateSums alone = new EstimateSums();
        alone.add(new Probabilities(new float[] {1, 0}, 2), null, 0, 0, 0);
        assertThat(AccuracyEstimate.ofAdapted(alone, OWN, none).accuracy()).isEqualTo(1);
        assertThat(AccuracyEstimate.ofAdapted(alone, OWN, none).margin()).isNaN();
        assertThat(AccuracyEstimate.ofAdapted(alone, OWN, none).reliable()).isFalse();
    }

    @Test
    void fewEventsAreNotReliable() {
        see(99, new float[] {0.875f, 0.125f}, 0.875f, 0.125f);
        assertThat(AccuracyEstimate.ofAdapted(seen, OWN, none).reliable()).isFalse();
        see(1, new float[] {0.875f, 0.125f}, 0.875f, 0.125f);
        assertThat(AccuracyEstimate.ofAdapted(seen, OWN, none).reliable()).isTrue();
    }

    @Test
    void labelsThatContradictTakeReliabilityAway() {
        see(EVENTS, new float[] {0.875f, 0.125f}, 0.875f, 0.125f);
        assertThat(AccuracyEstimate.ofAdapted(seen, OWN, labelled(0.125)).reliable())
                .isTrue();
        assertThat(AccuracyEstimate.ofAdapted(seen, OWN, labelled(0.3)).reliable())
                .isFalse();
        assertThat(AccuracyEstimate.ofSource(seen, OWN, labelled(0.3)).reliable())
                .isFalse();
    }

    /** Events of which the model says 0.875, and of which so many are wrong. */
    private static LabelledSums labelled(double error) {
        LabelledSums sums = new LabelledSums();
        SplittableRandom random = new SplittableRandom(1);
        Probabilities p = new Probabilities(new float[] {0.875f, 0.125f}, 2);
        for (int i = 0; i < EVENTS; i++) {
            int truth = random.nextDouble() < error ? 1 : 0;
            sums.add(new Judged(p, 0, p, Float.NaN, Float.NaN, false, i, 1, truth, 0));
        }
        return sums;
    }

    @Test
    void comesBackAsItWas() {
        see(10, new float[] {0.75f, 0.25f}, 0.25f, 0.75f);
        EstimateSums other = new EstimateSums();
        other.load(seen.save());
        assertThat(other.save()).containsExactly(seen.save());
        assertThat(other.span().toTime()).isEqualTo(9);
        EstimateSums empty = new EstimateSums();
        empty.load(new EstimateSums().save());
        empty.add(other);
        assertThat(empty.span().fromTime()).isZero();
    }

    @Test
    void whatIsNotFiniteIsLeftOut() {
        see(1, new float[] {Float.NaN, Float.NaN}, 1, 0);
        assertThat(seen.events()).isZero();
    }
}
