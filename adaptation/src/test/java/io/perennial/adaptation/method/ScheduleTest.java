// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final Schedule INFINITE = new Schedule(10, 100, 0.1, false);

    @Test
    void risesLinearlyFallsByHalfACosineAndStays() {
        assertThat(INFINITE.factor(1, 0)).isCloseTo(0.1, within(1e-12));
        assertThat(INFINITE.factor(10, 0)).isCloseTo(1, within(1e-12));
        assertThat(INFINITE.factor(35, 0)).isCloseTo(0.1 + 0.9 * (1 + Math.sqrt(0.5)) / 2, within(1e-12));
        assertThat(INFINITE.factor(60, 0)).isCloseTo(0.55, within(1e-12));
        assertThat(INFINITE.factor(110, 0)).isEqualTo(0.1);
        assertThat(INFINITE.factor(1L << 40, 0)).isEqualTo(0.1);
    }

    @Test
    void aLaterRiseBeginsAtTheFloor() {
        assertThat(INFINITE.factor(5, 0.1)).isCloseTo(0.55, within(1e-12));
    }

    @Test
    void withoutAScheduleTheRateIsTheConfiguredOne() {
        for (long step : new long[] {1, 2, 1_000_000}) {
            assertThat(Schedule.CONSTANT.factor(step, 0)).isEqualTo(1);
        }
    }

    /** A first Adam step is the learning rate, whatever the gradient. */
    @Test
    void scalesTheStepOfTheOptimiser() {
        Toy toy = new Toy();
        float[] teacher = Toy.moved(toy.source(), 0);
        teacher[0] += 2;
        for (boolean adam : new boolean[] {true, false}) {
            PetalOptions plain = Toy.options(adam, Toy.SURE, 0, new Restore.Fisher(0));
            try (Petal whole = toy.open(plain, Toy.NOISE, 1);
                    Petal tenth = toy.open(plain.with(Extensions.NONE.with(INFINITE)), Toy.NOISE, 1)) {
                for (Petal petal : new Petal[] {whole, tenth}) {
                    Toy.place(petal, toy.source(), teacher);
                    Toy.step(petal, Toy.batch(1));
                }
                for (int i = 0; i < Toy.SIZE; i++) {
                    double step = Toy.student(whole)[i] - (double) toy.source()[i];
                    assertThat(Toy.student(tenth)[i] - (double) toy.source()[i]).isCloseTo(step / 10, within(2e-7));
                }
            }
        }
    }

    @Test
    void aChangeOfTheSourcesConfidenceStartsItAgain() {
        LearningRate rate = new LearningRate(new Schedule(10, 100, 0.1, true));
        SplittableRandom random = new SplittableRandom(3);
        for (int step = 1; step <= 400; step++) {
            rate.factor(step, 0.9 + 0.01 * random.nextGaussian());
        }
        assertThat(rate.factor(401, 0.9)).isEqualTo(0.1);
        int noticed = 0;
        for (int step = 402; step < 420 && noticed == 0; step++) {
            noticed = rate.factor(step, 0.8) > 0.1 ? step : 0;
        }
        assertThat(noticed).isBetween(402, 405); // ten deviations: at the second batch at the latest
        assertThat(rate.factor(noticed + 9, 0.8)).isEqualTo(1);
    }

    @Test
    void aConfidenceThatIsNotFiniteDoesNotDeafenIt() {
        ConfidenceShift shift = new ConfidenceShift();
        boolean changed = false;
        for (int batch = 0; batch < 60; batch++) {
            shift.isChange(Double.NaN);
            changed |= shift.isChange(batch < 40 ? 0.9 : 0.5);
        }
        assertThat(changed).isTrue();
    }

    @Test
    void aQuietStreamRaisesFewAlarms() {
        SplittableRandom random = new SplittableRandom(5);
        ConfidenceShift shift = new ConfidenceShift();
        int alarms = 0;
        for (int batch = 0; batch < 2_000; batch++) {
            alarms += shift.isChange(0.7 + 0.03 * random.nextGaussian()) ? 1 : 0;
        }
        // The reference of 20 batches is itself uncertain by a fifth of a deviation.
        assertThat(alarms).isLessThanOrEqualTo(3);
    }

    @Test
    void goesOnFromItsStateBitForBit() {
        Schedule schedule = new Schedule(3, 5, 0.2, true);
        LearningRate whole = new LearningRate(schedule);
        LearningRate part = new LearningRate(schedule);
        LearningRate successor = new LearningRate(schedule);
        for (int step = 1; step <= 60; step++) {
            whole.factor(step, confidence(step));
            part.factor(step, confidence(step));
        }
        Map<String, float[]> arrays = new TreeMap<>();
        part.save(arrays);
        successor.load(new LearnedState(60, arrays));
        for (int step = 61; step <= 120; step++) {
            assertThat(successor.factor(step, confidence(step))).isEqualTo(whole.factor(step, confidence(step)));
        }
    }

    /** Changes at 40, before the state is taken, and at 90. */
    private static double confidence(int step) {
        return 0.9 - 0.2 * (step / 40 % 2) + 0.004 * (step % 7) - (step > 90 ? 0.3 : 0);
    }
}
