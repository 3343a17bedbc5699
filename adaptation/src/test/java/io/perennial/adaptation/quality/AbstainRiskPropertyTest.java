// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class AbstainRiskPropertyTest {

    /** Any confidences, and truths that have nothing to do with them. */
    @Property(tries = 300)
    void wrongAnswersAreBoundedForAnySequence(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0.02, max = 0.5) double risk,
            @ForAll @DoubleRange(min = 0.01, max = 0.1) double rate,
            @ForAll @DoubleRange(min = 0, max = 1) double error) {
        AbstainRisk abstain = new AbstainRisk(risk, rate);
        SplittableRandom random = new SplittableRandom(seed);
        int wrongAnswers = 0;
        int answers = 0;
        double rise = 0;
        for (int i = 0; i < 3000; i++) {
            float confidence = (float) Math.sqrt(random.nextDouble());
            boolean wrong = random.nextDouble() < (i / 500 % 2 == 0 ? error : 1 - error);
            boolean answered = !abstain.abstains(confidence);
            double before = abstain.limit();
            answers += answered ? 1 : 0;
            wrongAnswers += answered && wrong ? 1 : 0;
            abstain.observe(answered, wrong);
            rise += answered ? 0 : abstain.limit() - before;
        }
        assertThat((double) wrongAnswers).isLessThanOrEqualTo(risk * answers + 10 + (risk + rise) / rate + 1e-6);
    }

    @Test
    void ofACalibratedModelItAnswersMoreThanEventByEvent() {
        AbstainRisk abstain = new AbstainRisk(0.1, 0.005);
        SplittableRandom random = new SplittableRandom(7);
        int answers = 0;
        int plain = 0;
        int wrongAnswers = 0;
        for (int i = 0; i < 20_000; i++) {
            float confidence = 0.5f + 0.5f * (float) random.nextDouble();
            boolean wrong = random.nextDouble() > confidence;
            boolean answered = !abstain.abstains(confidence);
            answers += answered ? 1 : 0;
            wrongAnswers += answered && wrong ? 1 : 0;
            plain += 1 - confidence <= 0.1 ? 1 : 0;
            abstain.observe(answered, wrong);
        }
        assertThat((double) wrongAnswers / answers).isBetween(0.09, 0.11);
        assertThat(answers).isGreaterThan(3 * plain / 2);
    }

    @Test
    void aModelThatIsLostIsNotAnsweredByAndOneThatRecoversIs() {
        AbstainRisk abstain = new AbstainRisk(0.1, 0.005);
        int wrongAnswers = 0;
        for (int i = 0; i < 1000; i++) {
            boolean answered = !abstain.abstains(0.999f);
            wrongAnswers += answered ? 1 : 0;
            abstain.observe(answered, true);
        }
        assertThat(wrongAnswers).isLessThan(30);
        assertThat(abstain.abstains(0.999f)).isTrue();
        for (int i = 0; i < 200; i++) {
            abstain.observe(!abstain.abstains(0.999f), false);
        }
        assertThat(abstain.abstains(0.999f)).isFalse();
    }

    @Test
    void withoutLabelsTheLimitIsTheRisk() {
        AbstainRisk abstain = new AbstainRisk(0.1, 0.005);
        assertThat(abstain.abstains(0.89f)).isTrue();
        assertThat(abstain.abstains(0.91f)).isFalse();
        assertThat(abstain.abstains(Float.NaN)).isTrue();
        assertThat(new AbstainRisk(1, 0.005).abstains(0)).isFalse();
    }

    @Test
    void anotherRiskBeginsAnew() {
        AbstainRisk saved = new AbstainRisk(0.1, 0.005);
        saved.observe(true, true);
        AbstainRisk same = new AbstainRisk(0.1, 0.005);
        same.load(saved.save());
        assertThat(same.limit()).isEqualTo(saved.limit()).isLessThan(0.1);
        AbstainRisk other = new AbstainRisk(0.2, 0.005);
        other.load(saved.save());
        assertThat(other.limit()).isEqualTo(0.2);
    }
}
