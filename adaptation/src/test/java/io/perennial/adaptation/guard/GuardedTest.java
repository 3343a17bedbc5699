// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import static io.perennial.adaptation.guard.Answers.right;
import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.method.Held;
import io.perennial.adaptation.method.Scored;
import io.perennial.adaptation.method.ServedBy;
import io.perennial.adaptation.network.Batch;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams on which adaptation goes wrong, and streams on which it only looks so. */
class GuardedTest {

    private static final Answers SOURCE = right(0.8, 0.8);
    private static final Answers GOOD = right(0.9, 0.9);
    private static final Answers STUCK = new Answers(0, 0.99, 3);

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 64, 200})
    void aCollapseOpensWithinFewHundredEvents(int batch) {
        try (Stream stream = new Stream(batch).run(2000, SOURCE, GOOD)) {
            assertThat(stream.transitions).isEmpty();
            assertThat(stream.served).containsOnly(ServedBy.ADAPTED);
            int healthy = stream.events();
            stream.run(800, SOURCE, STUCK);
            assertThat(stream.went()).startsWith(GuardState.OPEN);
            Transition opened = stream.transitions.get(0);
            assertThat(opened.reason()).isEqualTo(Reason.COLLAPSE);
            assertThat(opened.figures().adaptedClasses())
                    .isLessThan(opened.figures().sourceClasses());
            assertThat(opened.step() * batch).isBetween(healthy + 64L, healthy + 800L);
        }
    }

    @Test
    void onANewStreamACollapseIsServedBySourceBeforeTheBreakerOpens() {
        try (Stream stream = new Stream(16).run(96, SOURCE, STUCK)) {
            assertThat(stream.transitions).isEmpty();
            assertThat(stream.served.get(0)).isEqualTo(ServedBy.ADAPTED);
            assertThat(stream.served.get(95)).isEqualTo(ServedBy.SOURCE);
        }
    }

    @Test
    void onePredictionThatIsNotFiniteOpensAtOnce() {
        try (Stream stream = new Stream(16).run(1600, SOURCE, GOOD)) {
            Batch x = stream.next(SOURCE, GOOD);
            x.values()[2 * Stream.CLASSES * 5 + Stream.CLASSES] = Float.NaN;
            stream.step(x);
            assertThat(stream.served.get(1600 + 5)).isEqualTo(ServedBy.SOURCE);
            assertThat(stream.published).allSatisfy(logit -> assertThat(logit).isFinite());
            assertThat(stream.went()).containsExactly(GuardState.OPEN);
            assertThat(stream.transitions.get(0).reason()).isEqualTo(Reason.NON_FINITE);
            assertThat(stream.method.weight()).isLessThan(101);
        }
    }

    @Test
    void aLossThatIsNotFiniteOpensAtOnce() {
        try (Stream stream = new Stream(16).run(160, SOURCE, GOOD)) {
            stream.method.loss = Double.NaN;
            stream.run(16, SOURCE, GOOD);
            assertThat(stream.went()).containsExactly(GuardState.OPEN);
            assertThat(stream.transitions.get(0).reason()).isEqualTo(Reason.NON_FINITE);
        }
    }

    @Test
    void anEventThatNoModelCanAnswerIsHeldAgainstNone() {
        try (Stream stream = new Stream(16).run(160, SOURCE, GOOD)) {
            Batch x = stream.next(SOURCE, GOOD);
            Arrays.fill(x.values(), Float.NaN);
            stream.step(x);
            assertThat(stream.transitions).isEmpty();
            stream.run(160, SOURCE, GOOD);
            assertThat(stream.transitions).isEmpty();
        }
    }

    @Test
    void certaintyThatComesSuddenlyOpens() {
        try (Stream stream = new Stream(32).run(4000, SOURCE, right(0.8, 0.8))) {
            assertThat(stream.transitions).isEmpty();
            stream.run(2000, SOURCE, right(0.6, 0.9999));
            assertThat(stream.transitions.get(0).reason()).isEqualTo(Reason.SUDDEN_CERTAINTY);
        }
    }

    @Test
    void aSlowDriftToTheWrongOpens() {
        try (Stream stream = new Stream(32)) {
            for (int percent = 80; percent > 20 && stream.transitions.isEmpty(); percent--) {
                stream.run(200, right(0.8, 0.85), right(percent / 100.0, 0.85));
            }
            assertThat(stream.went()).startsWith(GuardState.OPEN);
            assertThat(stream.transitions.get(0).reason()).isEqualTo(Reason.DISAGREEMENT);
        }
    }

    @Test
    void aModelThatContradictsACalibratedSourceAndIsLessSureOpens() {
        try (Stream stream = new Stream(32).run(1000, right(0.95, 0.95), right(0.3, 0.7))) {
            assertThat(stream.transitions.get(0).reason()).isEqualTo(Reason.DISAGREEMENT);
            assertThat(stream.transitions.get(0).figures().gain()).isNegative();
        }
    }

    /** As batch statistics do on a stream that is not shuffled: what they break up is the order. */
    @Test
    void predictionsThatBreakUpTheOrderOfTheStreamOpen() {
        try (Stream stream = new Stream(32).of(event -> event / 40 % Stream.CLASSES)) {
            stream.run(3000, right(0.6, 0.7), right(0.35, 0.45));
            assertThat(stream.transitions.get(0).reason()).isEqualTo(Reason.LOST_ORDER);
        }
    }

    /** Conditions that change every 200 events: in each the source leans to another class, which looks like order. */
    @Test
    void noiseAroundNoOrderDoesNotOpen() {
        SplittableRandom random = new SplittableRandom(3);
        try (Stream stream = new Stream(1)) {
            for (int event = 0; event < 20_000; event++) {
                Answers leaning = new Answers(0, 0.5, event / 200 % Stream.CLASSES);
                stream.run(1, random.nextInt(3) == 0 ? leaning : right(0.5, 0.6), right(0.8, 0.8));
            }
            assertThat(stream.transitions).isEmpty();
        }
    }

    @Test
    void aStepThatJumpsOpens() {
        try (Stream stream = new Stream(32)) {
            for (int i = 0; i < 50; i++) {
                stream.method.distance += 0.001;
                stream.run(32, SOURCE, GOOD);
            }
            assertThat(stream.transitions).isEmpty();
            stream.method.distance += 0.2;
            stream.run(32, SOURCE, GOOD);
            assertThat(stream.transitions.get(0).reason()).isEqualTo(Reason.DISTANCE_JUMP);
        }
    }

    @Test
    void aReturnTowardsTheSourceIsNoJump() {
        try (Stream stream = new Stream(32)) {
            for (int i = 0; i < 200; i++) {
                stream.method.distance += 0.01;
                stream.run(32, SOURCE, GOOD);
            }
            stream.method.distance = 0;
            stream.run(32, SOURCE, GOOD);
            assertThat(stream.transitions).isEmpty();
        }
    }

    /** CIFAR-10 under noise: a source with 70 % error that sees few classes everywhere, and is unsure of it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 64, 200})
    void honestImprovementUnderABadSourceDoesNotOpen(int batch) {
        Answers lost = right(0.3, 0.6);
        Answers collapsed = new Answers(0, 0.65, 2);
        try (Stream stream = new Stream(batch)) {
            stream.run(3000, lost, right(0.7, 0.8)).run(3000, collapsed, right(0.7, 0.8));
            assertThat(stream.transitions).isEmpty();
            assertThat(stream.served).containsOnly(ServedBy.ADAPTED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64})
    void aStreamOfOneClassDoesNotOpen(int batch) {
        try (Stream stream = new Stream(batch).of(event -> 4)) {
            stream.run(3000, right(0.9, 0.9), right(1, 0.99)).run(3000, right(0.55, 0.75), right(1, 0.99));
            assertThat(stream.transitions).isEmpty();
        }
    }

    @Test
    void aStreamOfTwoClassesDoesNotOpen() {
        try (Stream stream = new Stream(64).of(event -> event * 7919 % 13 < 6 ? 1 : 4)) {
            stream.run(6000, right(0.55, 0.75), right(0.95, 0.95));
            assertThat(stream.transitions).isEmpty();
        }
    }

    /** As entropy minimisation ends on CIFAR-10-C at a learning rate of 2e-2. */
    @Test
    void aModelThatGivesUpClassAfterClassOpens() {
        try (Stream stream = new Stream(64)) {
            stream.run(2000, right(0.7, 0.75), right(0.7, 0.85));
            assertThat(stream.transitions).isEmpty();
            for (int i = 0; i < 60; i++) {
                stream.run(64, right(0.7, 0.75), i % 3 == 0 ? right(0.7, 0.9) : new Answers(0, 0.95, i % 3));
            }
            assertThat(stream.transitions.get(0).reason()).isEqualTo(Reason.COLLAPSE);
        }
    }

    @Test
    void aFewBadEventsDoNotOpen() {
        try (Stream stream = new Stream(16)) {
            for (int i = 0; i < 20; i++) {
                stream.run(32, SOURCE, STUCK).run(288, SOURCE, GOOD);
            }
            assertThat(stream.transitions).isEmpty();
        }
    }

    @Test
    void whileOpenNothingIsLearnedAndTheSourceAnswers() {
        try (Stream stream = new Stream(64).run(1024, SOURCE, GOOD)) {
            stream.method.sickAbove = 0;
            stream.run(640, SOURCE, STUCK);
            assertThat(stream.guarded.guardState()).isEqualTo(GuardState.OPEN);
            int lessons = stream.method.lessons;
            Batch x = stream.next(SOURCE, STUCK);
            try (Scored scored = stream.guarded.score(x, true)) {
                assertThat(scored.servedBy()).isEqualTo(ServedBy.SOURCE);
                assertThat(scored.probabilities().label(0)).isEqualTo(label(x));
                assertThat(stream.guarded.adapt(scored).held()).isEqualTo(Held.GUARD);
            }
            assertThat(stream.method.lessons).isEqualTo(lessons);
        }
    }

    private static int label(Batch x) {
        int best = 0;
        for (int c = 1; c < Stream.CLASSES; c++) {
            best = x.values()[c] > x.values()[best] ? c : best;
        }
        return best;
    }

    @Test
    void weightsGoBackToTheLastHealthyOnesAndAnswerOnceTheyProved() {
        try (Stream stream = new Stream(64).run(64 * 80, SOURCE, GOOD)) {
            stream.method.sickAbove = 80;
            while (stream.transitions.isEmpty()) {
                stream.run(64, SOURCE, GOOD);
            }
            assertThat(stream.went()).containsExactly(GuardState.OPEN);
            assertThat(stream.method.weight()).isBetween(33f, 80f);
            stream.run(640, SOURCE, GOOD);
            assertThat(stream.served.get(stream.served.size() - 1)).isEqualTo(ServedBy.SOURCE);
            stream.run(320, SOURCE, GOOD);
            assertThat(stream.served.get(stream.served.size() - 1)).isEqualTo(ServedBy.CHECKPOINT);
        }
    }

    @Test
    void aTrialThatGoesWellClosesAndOneThatDoesNotWaitsTwiceAsLong() {
        try (Stream stream = new Stream(64).run(1024, SOURCE, GOOD).run(4000, SOURCE, STUCK)) {
            assertThat(stream.went())
                    .startsWith(GuardState.OPEN, GuardState.HALF_OPEN, GuardState.OPEN, GuardState.HALF_OPEN);
            long first = step(stream, 1) - step(stream, 0);
            long second = step(stream, 3) - step(stream, 2);
            assertThat(first * 64).isBetween(1024L, 1024L + 64);
            assertThat(second * 64).isBetween(2048L, 2048L + 64);
            int before = stream.transitions.size();
            stream.run(8192, SOURCE, GOOD);
            assertThat(stream.transitions.get(stream.transitions.size() - 1).to())
                    .isEqualTo(GuardState.CLOSED);
            assertThat(stream.transitions.get(stream.transitions.size() - 1).reason())
                    .isEqualTo(Reason.PROVEN);
            assertThat(stream.transitions.size()).isGreaterThan(before);
            assertThat(stream.served.get(stream.served.size() - 1)).isEqualTo(ServedBy.ADAPTED);
        }
    }

    private static long step(Stream stream, int transition) {
        return stream.transitions.get(transition).step();
    }

    @Test
    void onTrialTheMethodLearnsAndTheSourceAnswers() {
        try (Stream stream = new Stream(64).run(1024, SOURCE, GOOD).run(640, SOURCE, STUCK)) {
            while (stream.guarded.guardState() != GuardState.HALF_OPEN) {
                stream.run(64, SOURCE, GOOD);
            }
            int lessons = stream.method.lessons;
            stream.run(64, SOURCE, GOOD);
            assertThat(stream.method.lessons).isEqualTo(lessons + 1);
            assertThat(stream.served.get(stream.served.size() - 1)).isEqualTo(ServedBy.SOURCE);
        }
    }

    @Test
    void closesWhatItOpenedAndTheMethod() {
        Stream stream = new Stream(4);
        stream.close();
        assertThat(stream.network.vectors).isEmpty();
        assertThat(stream.method.closed).isTrue();
    }
}
