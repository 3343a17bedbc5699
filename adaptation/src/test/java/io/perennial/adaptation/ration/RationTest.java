// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.ration;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.method.Effort;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RationTest {

    /** 64 / 0.3 = 213 events a second with everything, 3,200 without. */
    private static final Queue.Cost COST = new Queue.Cost(0.02, 0.01, 0.12);

    private static final double ALLOWED = Queue.ALLOWED.toSeconds();

    @Test
    void aStreamThatIsKeptUpWithIsNeverRationed() {
        Queue queue = new Queue(COST, 0).run(3600, 0.95 * COST.capacity());
        assertThat(queue.changes).isEmpty();
        assertThat(queue.learned).isGreaterThan(3600 * 3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.05, 1.2, 2, 4, 8, 14})
    void latenessStaysAllowedUnderAnyLoadThatPredictionsAloneKeepUpWith(double load) {
        Queue queue = new Queue(COST, 0).run(3600, load * COST.capacity());
        assertThat(queue.worst).isLessThan(ALLOWED + 1); // a look
        assertThat(queue.changes).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.2, 2, 4, 8, 14})
    void aSteadyOverloadChangesTheLevelEverMoreRarely(double load) {
        Queue queue = new Queue(COST, 0).run(4 * 3600, load * COST.capacity());
        long first = queue.changes.size() - queue.changesAfter(3600);
        assertThat(first).isLessThan(60);
        // An attempt in at least eight minutes, and what it takes to come back from it.
        assertThat(queue.changesAfter(3600)).isLessThan(3 * 60 / 8 * 3);
    }

    @Test
    void aSmallOverloadCostsViewsAlone() {
        Queue queue = new Queue(COST, 0).run(600, 1.2 * COST.capacity());
        assertThat(queue.level()).isIn(RationLevel.HALF_VIEWS, RationLevel.QUARTER_VIEWS);
        assertThat(queue.learned * Queue.BATCH).isGreaterThan((long) (590 * COST.capacity()));
    }

    @Test
    void twiceTheCapacityIsAnsweredInTimeAndStillLearnedFrom() {
        Queue queue = new Queue(COST, 0).run(600, 2 * COST.capacity());
        assertThat(queue.worst).isLessThan(ALLOWED);
        assertThat(queue.learned).isGreaterThan(1000);
    }

    @Test
    void allOfItComesBackWithinMomentsOfTheEndOfALongOverload() {
        Queue queue = new Queue(COST, 0).run(3600, 4 * COST.capacity());
        queue.run(2.5 * ALLOWED, 0.5 * COST.capacity());
        assertThat(queue.level()).isEqualTo(RationLevel.FULL);
        int changes = queue.changes.size();
        queue.run(3600, 0.5 * COST.capacity());
        assertThat(queue.changes).hasSize(changes);
    }

    @Test
    void aBacklogAtTheBeginningIsWorkedOffWithoutAdaptationWhichThenComesBack() {
        double backlog = 3600 * COST.capacity(); // an hour of work
        Queue queue = new Queue(COST, backlog).run(ALLOWED + 1, 0.5 * COST.capacity());
        assertThat(queue.level()).isEqualTo(RationLevel.NONE);
        queue.run(1.3 * backlog / COST.most() + 3 * ALLOWED, 0.5 * COST.capacity());
        assertThat(queue.level()).isEqualTo(RationLevel.FULL);
        assertThat(queue.lateness).isLessThan(1);
    }

    @Test
    void aLoadThatEvenPredictionsCannotKeepUpWithLeavesNothingButPredictions() {
        Queue queue = new Queue(COST, 0).run(600, 1.5 * COST.most());
        assertThat(queue.level()).isEqualTo(RationLevel.NONE);
        assertThat(queue.lateness).isGreaterThan(ALLOWED);
        assertThat(queue.changesAfter(120)).isZero();
    }

    @Test
    void aBatchThatTakesLongerThanPollsMayIsTheLastOfItsKind() {
        Queue.Cost slow = new Queue.Cost(1, 5, 30);
        Queue queue = new Queue(slow, 0).run(3600, 0.2);
        assertThat(queue.changes.get(0).change())
                .extracting(RationChange::from, RationChange::to, RationChange::reason)
                .containsExactly(RationLevel.FULL, RationLevel.HALF_VIEWS, RationReason.LONG_BATCH);
        assertThat(queue.learned).isLessThan(20);
    }

    @Test
    void changesSayWhyAndHowLate() {
        Queue queue = new Queue(COST, 0).run(600, 2 * COST.capacity());
        assertThat(queue.changes.get(0).change().reason()).isEqualTo(RationReason.LATE);
        assertThat(queue.changes.get(0).change().lateness()).isBetween(ALLOWED / 2, ALLOWED / 2 + 1);
        assertThat(queue.changes).anySatisfy(changed -> {
            assertThat(changed.change().reason()).isEqualTo(RationReason.CAUGHT_UP);
            assertThat(changed.change().lateness()).isLessThan(ALLOWED / 4);
        });
    }

    @Test
    void whatIsNotKnownChangesNothing() {
        Ration ration = new Ration(new RationOptions(Queue.ALLOWED, Queue.LONGEST), Queue.VIEWS);
        assertThat(ration.next(Double.NaN, Double.NaN, 0)).isEqualTo(Effort.FULL);
        ration.next(20, Double.NaN, Queue.nanos(1));
        RationLevel level = ration.level();
        assertThat(level).isNotEqualTo(RationLevel.FULL);
        for (int second = 2; second < 1000; second++) {
            ration.next(Double.NaN, Double.NaN, Queue.nanos(second));
            assertThat(ration.changed()).isEmpty();
        }
        assertThat(ration.level()).isEqualTo(level);
    }

    @Test
    void aMethodWithoutViewsOnlyLearnsMoreRarely() {
        assertThat(RationLevel.ladder(0))
                .containsExactly(
                        RationLevel.FULL,
                        RationLevel.EVERY_2,
                        RationLevel.EVERY_4,
                        RationLevel.EVERY_8,
                        RationLevel.EVERY_16,
                        RationLevel.NONE);
        assertThat(RationLevel.ladder(1)).startsWith(RationLevel.FULL, RationLevel.NO_VIEWS, RationLevel.EVERY_2);
        assertThat(RationLevel.ladder(3))
                .startsWith(RationLevel.FULL, RationLevel.HALF_VIEWS, RationLevel.NO_VIEWS, RationLevel.EVERY_2);
        assertThat(RationLevel.ladder(16)).containsExactly(RationLevel.values());
    }

    @Test
    void theLimiterLetsEveryNthBatchThrough() {
        for (int every : new int[] {1, 2, 16}) {
            EveryNth nth = new EveryNth(every);
            List<Integer> through = new ArrayList<>();
            for (int batch = 0; batch < 64; batch++) {
                if (nth.next()) {
                    through.add(batch);
                }
            }
            assertThat(through).hasSize(64 / every).allMatch(batch -> batch % every == 0);
        }
    }
}
