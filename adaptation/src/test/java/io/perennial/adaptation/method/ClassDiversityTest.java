// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Two classes, two features. */
class ClassDiversityTest {

    /** A source whose logits (+-2 a class, centred) vary by 8 over two equal classes, and a tenth of it within one. */
    private static final SourceSpread LOGITS_TELL = new SourceSpread(8, 0.1, 1, 1, 1, 0);

    private static final SourceSpread LAYER_TELLS = new SourceSpread(8, 0.1, 1, 0.5, 1, 0);
    private static final Probabilities SURE = new Probabilities(new float[] {0.99f, 0.01f, 0.01f, 0.99f}, 2);
    private static final Probabilities UNSURE = new Probabilities(new float[] {0.8f, 0.2f, 0.2f, 0.8f}, 2);

    private final LinearNetwork network = new LinearNetwork(2, 2, 1);

    private static Logits logits(double first, double second) {
        return new Logits(new float[] {(float) first, (float) -first, (float) second, (float) -second}, 2);
    }

    /** Means of 0 and these variances. */
    private static float[] seen(double variance) {
        return new float[] {0, 0, (float) variance, (float) variance};
    }

    private static void observe(ClassDiversity diversity, Logits said, Probabilities adapted, double variance) {
        for (int i = 0; i < 6_000; i++) {
            diversity.observe(said, Probabilities.of(said), adapted, seen(variance));
        }
    }

    @Test
    void logitsThatVaryAsWithinAClassAreSuspectedAndBelievedAgainWithSomeSlack() {
        ClassDiversity diversity = new ClassDiversity(network, LOGITS_TELL);
        assertThat(diversity.suspected()).isFalse();
        observe(diversity, logits(2, -2), SURE, 1); // all of the variance
        assertThat(diversity.suspected()).isFalse();
        observe(diversity, logits(0.9, -0.9), SURE, 1); // 0.2: below 0.1 + 0.15 * 0.9
        assertThat(diversity.suspected()).isTrue();
        observe(diversity, logits(1.2, -1.2), SURE, 1); // 0.36: below 0.1 + 0.35 * 0.9
        assertThat(diversity.suspected()).isTrue();
        observe(diversity, logits(1.5, -1.5), SURE, 1); // 0.56
        assertThat(diversity.suspected()).isFalse();
        observe(diversity, logits(1.2, -1.2), SURE, 1);
        assertThat(diversity.suspected()).isFalse();
    }

    @Test
    void whatConditionsSqueezeTogetherIsNotOfOneClass() {
        SourceSpread photographs = new SourceSpread(8, 0.1, 1, 1, 1, 0.8);
        ClassDiversity dark = new ClassDiversity(network, photographs);
        observe(dark, logits(0.9, -0.9), UNSURE, 0.3); // 0.2 of the variance, of which 0.3 / 0.8 are left
        assertThat(dark.suspected()).isFalse();
        assertThat(dark.caution()).isZero();
        ClassDiversity alone = new ClassDiversity(network, photographs);
        observe(alone, logits(0.9, -0.9), UNSURE, 0.8);
        assertThat(alone.suspected()).isTrue();
        assertThat(alone.caution()).isPositive();
        ClassDiversity both = new ClassDiversity(network, photographs);
        observe(both, logits(0.5, -0.5), UNSURE, 0.3); // 0.06
        assertThat(both.suspected()).isTrue();
    }

    @Test
    void imagesThatAreSeenMuchMoreSurelyAreNotOfOneClass() {
        SourceSpread photographs = new SourceSpread(8, 0.1, 1, 1, 1, 0.8);
        ClassDiversity fog = new ClassDiversity(network, photographs);
        observe(fog, logits(0.5, -0.5), SURE, 0.8);
        assertThat(fog.suspected()).isFalse();
        ClassDiversity rows = new ClassDiversity(network, LOGITS_TELL);
        observe(rows, logits(0.5, -0.5), SURE, 0.8);
        assertThat(rows.suspected()).isTrue();
    }

    @Test
    void aLayerThatSeesOneClassIsSuspectedUnlessThePredictionsAreSurer() {
        ClassDiversity diversity = new ClassDiversity(network, LAYER_TELLS);
        Logits said = logits(0.7, -0.7);
        observe(diversity, said, UNSURE, 0.6); // below 0.5 + 0.27 * 0.5
        assertThat(diversity.suspected()).isTrue();
        observe(diversity, said, SURE, 0.6);
        assertThat(diversity.suspected()).isFalse();
        observe(diversity, said, UNSURE, 0.9);
        assertThat(diversity.suspected()).isFalse();
    }

    @Test
    void fewerClassesThanTheSourceKnowsAskForMoreCaution() {
        assertThat(new ClassDiversity(network, LAYER_TELLS).caution()).isZero();
        ClassDiversity diversity = new ClassDiversity(network, LOGITS_TELL);
        double usual = diversity.caution();
        observe(diversity, logits(2, -2), SURE, 1);
        assertThat(diversity.caution()).isEqualTo(usual);
        observe(diversity, logits(2, 1), SURE, 1);
        assertThat(diversity.caution()).isGreaterThan(2 * usual);
    }

    @Test
    void whatNoClassCouldBeAsksForNone() {
        ClassDiversity diversity = new ClassDiversity(network, null);
        for (int i = 0; i < 6_000; i++) {
            Logits said = logits(2, -2);
            diversity.observe(said, Probabilities.of(said), SURE, 2, -2, 1, 1);
        }
        assertThat(diversity.caution()).isZero();
        observe(diversity, logits(2, -2), SURE, 1);
        assertThat(diversity.caution()).isPositive();
        observe(diversity, logits(2, -2), SURE, 3);
        assertThat(diversity.caution()).isZero();
    }

    @Test
    void withoutTheSourcesEventsNothingIsSuspected() {
        ClassDiversity diversity = new ClassDiversity(network, null);
        observe(diversity, logits(0, 0), SURE, 0);
        assertThat(diversity.suspected()).isFalse();
        assertThat(diversity.caution()).isPositive();
    }

    @Test
    void whatIsNotFiniteLeavesNoTrace() {
        ClassDiversity diversity = new ClassDiversity(network, LOGITS_TELL);
        observe(diversity, logits(0.9, -0.9), SURE, 1);
        observe(diversity, logits(Double.NaN, Double.NaN), SURE, 1);
        assertThat(diversity.suspected()).isTrue();
    }

    @Test
    void diversityIsTheEffectiveNumberOfClassesBetweenOneAndAll() {
        assertThat(SourceSpread.diversity(1, 0, 0)).isZero();
        assertThat(SourceSpread.diversity(0.5, 0.5, 0)).isCloseTo(0.5, within(1e-12));
        assertThat(SourceSpread.diversity(1 / 3.0, 1 / 3.0, 1 / 3.0)).isCloseTo(1, within(1e-12));
    }

    @Test
    void continuesFromItsState() {
        ClassDiversity diversity = new ClassDiversity(network, LOGITS_TELL);
        observe(diversity, logits(0.9, -0.9), SURE, 1);
        observe(diversity, logits(1.2, -1.2), SURE, 1);
        TreeMap<String, float[]> arrays = new TreeMap<>();
        diversity.save(arrays);
        ClassDiversity other = new ClassDiversity(network, LOGITS_TELL);
        other.load(new LearnedState(3, arrays));
        assertThat(other.suspected()).isTrue();
        observe(other, logits(1.2, -1.2), SURE, 1); // still above where suspicion begins
        assertThat(other.suspected()).isTrue();
    }
}
