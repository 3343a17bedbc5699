// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.view.Views;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PassTimesTest {

    private final AtomicLong now = new AtomicLong();
    private final PassTimes times = new PassTimes(now::get);

    private long takes(long nanos) {
        return now.addAndGet(nanos);
    }

    @Test
    void aPassBelongsToTheViewThatWasMadeBeforeIt() {
        times.begin();
        times.pass(() -> takes(100));
        times.view(() -> takes(10));
        times.pass(() -> takes(200));
        times.pass(() -> takes(1_000));
        times.source(() -> takes(7));

        assertThat(times.forward()).isEqualTo(1_100);
        assertThat(times.views()).isEqualTo(210);
        assertThat(times.source()).isEqualTo(7);
    }

    /** They may run at the same time on two threads: the clock is asked before and after both. */
    @Test
    void passesSideBySideCountOnce() {
        times.begin();
        times.passes(() -> {
            times.pass(() -> takes(100));
            return times.pass(() -> takes(20));
        });
        times.pass(() -> takes(3));

        assertThat(times.forward()).isEqualTo(123);
        assertThat(times.views()).isZero();
    }

    @Test
    void viewsAndTheirPassesCountTogether() {
        times.begin();
        times.views(() -> {
            times.view(() -> takes(10));
            return times.pass(() -> takes(200));
        });
        times.pass(() -> takes(3));

        assertThat(times.views()).isEqualTo(210);
        assertThat(times.forward()).isEqualTo(3);
    }

    @Test
    void aBatchBeginsAnew() {
        times.view(() -> takes(10));
        times.source(() -> takes(5));
        times.begin();
        times.pass(() -> takes(3));

        assertThat(times.forward()).isEqualTo(3);
        assertThat(times.views()).isZero();
        assertThat(times.source()).isZero();
    }

    @Test
    void timedViewsAreTheSameViews() {
        Batch batch = new Batch(new float[] {1, 2}, 2, 1);
        Views views = new Views() {
            @Override
            public Batch view(Batch of, RandomGenerator random) {
                takes(30);
                return of;
            }

            @Override
            public boolean hasGentle() {
                return true;
            }
        };
        Views timed = times.of(views);

        assertThat(timed.hasGentle()).isTrue();
        assertThat(timed.gentle(batch, 0, new SplittableRandom(1))).isSameAs(batch);
        assertThat(times.views()).isEqualTo(30);
    }
}
