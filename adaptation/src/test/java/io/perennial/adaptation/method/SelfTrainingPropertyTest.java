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

class SelfTrainingPropertyTest {

    @Property(tries = 200)
    void gradientIsTheFiniteDifferenceOfTheLoss(
            @ForAll SelfTraining loss,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int size,
            @ForAll @IntRange(min = 2, max = 7) int classes) {
        SplittableRandom random = new SplittableRandom(seed);
        Probabilities teacher = Probabilities.of(logits(random, size, classes));
        Logits student = logits(random, size, classes);
        Logits gradient = loss.gradient(teacher, Probabilities.of(student));

        // float32 softmax carries about 1e-7; over a step of 1e-2 that is 1e-5, and the third derivative adds as much.
        float h = 1e-2f;
        for (int i = 0; i < student.values().length; i++) {
            double up = loss.loss(teacher, Probabilities.of(moved(student, i, h)));
            double down = loss.loss(teacher, Probabilities.of(moved(student, i, -h)));
            assertThat((double) gradient.values()[i]).isCloseTo((up - down) / (2.0 * h), within(2e-4));
        }
    }

    @Property(tries = 100)
    void gradientOfEveryEventSumsToZero(@ForAll SelfTraining loss, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Probabilities teacher = Probabilities.of(logits(random, 4, 6));
        Logits gradient = loss.gradient(teacher, Probabilities.of(logits(random, 4, 6)));
        for (int event = 0; event < 4; event++) {
            double sum = 0;
            for (int c = 0; c < 6; c++) {
                sum += gradient.at(event, c);
            }
            assertThat(sum).isCloseTo(0, within(1e-6));
        }
    }

    @Property(tries = 100)
    void crossEntropyIsSmallestAtTheTeacher(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Logits logits = logits(random, 3, 4);
        Probabilities teacher = Probabilities.of(logits);
        assertThat(SelfTraining.CROSS_ENTROPY.gradient(teacher, teacher).values())
                .containsOnly(0f);
        assertThat(SelfTraining.CROSS_ENTROPY.loss(teacher, Probabilities.of(logits(random, 3, 4))))
                .isGreaterThanOrEqualTo(SelfTraining.CROSS_ENTROPY.loss(teacher, teacher) - 1e-6);
    }

    private static Logits logits(SplittableRandom random, int size, int classes) {
        float[] values = new float[size * classes];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() * 6 - 3);
        }
        return new Logits(values, classes);
    }

    private static Logits moved(Logits logits, int i, float by) {
        float[] values = logits.values().clone();
        values[i] += by;
        return new Logits(values, logits.classes());
    }
}
