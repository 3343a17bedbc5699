// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.ration;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.method.Effort;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

class RationPropertyTest {

    private static final double ALLOWED = Queue.ALLOWED.toSeconds();

    @Property(tries = 300)
    void theLaterTheLessIsDone(
            @ForAll @DoubleRange(max = 40) double one,
            @ForAll @DoubleRange(max = 40) double other,
            @ForAll @IntRange(max = 64) int views) {
        RationLevel less = first(Math.max(one, other), views);
        RationLevel more = first(Math.min(one, other), views);
        assertThat(less).isGreaterThanOrEqualTo(more);
        assertThat(first(ALLOWED, views)).isEqualTo(RationLevel.NONE);
        assertThat(first(0.499 * ALLOWED, views)).isEqualTo(RationLevel.FULL);
    }

    private static RationLevel first(double lateness, int views) {
        Ration ration = new Ration(new RationOptions(Queue.ALLOWED, Queue.LONGEST), views);
        ration.next(lateness, Double.NaN, 0);
        return ration.level();
    }

    /** Whatever predictions, views and steps cost, and however the load changes every other minute. */
    @Property(tries = 60)
    void latenessIsBoundedWhilePredictionsKeepUpAndEverythingComesBack(
            @ForAll @DoubleRange(min = 0.002, max = 0.2) @Scale(3) double prediction,
            @ForAll @DoubleRange(max = 0.2) double view,
            @ForAll @DoubleRange(max = 2) double step,
            @ForAll @DoubleRange(max = 0.9) double first,
            @ForAll @DoubleRange(max = 0.9) double second,
            @ForAll @DoubleRange(max = 0.9) double third) {
        Queue.Cost cost = new Queue.Cost(prediction, view, step);
        Queue queue = new Queue(cost, 0);
        for (double load : new double[] {first, second, third}) {
            queue.run(120, load * cost.most());
            // The longest batch of all may come between two looks.
            assertThat(queue.worst).isLessThan(1.2 * ALLOWED + 2 * cost.of(Effort.FULL));
        }
        queue.run(4 * ALLOWED, 0.1 * cost.capacity());
        queue.run(600, 0.5 * cost.capacity());
        assertThat(queue.level()).isEqualTo(RationLevel.FULL);
    }

    /** Up and down again is an attempt that failed, and attempts that fail come ever more rarely. */
    @Property(tries = 60)
    void aSteadyLoadDoesNotMakeItSwing(
            @ForAll @DoubleRange(min = 0.002, max = 0.2) @Scale(3) double prediction,
            @ForAll @DoubleRange(max = 0.2) double view,
            @ForAll @DoubleRange(max = 2) double step,
            @ForAll @DoubleRange(max = 0.95) double load) {
        Queue.Cost cost = new Queue.Cost(prediction, view, step);
        Queue queue = new Queue(cost, 0).run(2 * 3600, load * cost.most());
        assertThat(queue.changesAfter(3600)).isLessThan(60);
    }
}
