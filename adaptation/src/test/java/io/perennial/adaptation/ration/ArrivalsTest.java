// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.ration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private final Arrivals arrivals = new Arrivals(Duration.ofSeconds(60));

    private void look(long end, double seconds) {
        arrivals.look(end, Queue.nanos(seconds));
    }

    private double lateness(long offset, double seconds) {
        return arrivals.lateness(offset, Queue.nanos(seconds));
    }

    @Test
    void nothingIsKnownBeforeTheFirstLook() {
        assertThat(lateness(0, 5)).isNaN();
        assertThat(arrivals.rate()).isNaN();
    }

    @Test
    void whatWasThereAtTheFirstLookIsAtLeastAsLate() {
        look(1000, 10);
        assertThat(lateness(0, 17)).isEqualTo(7);
        assertThat(lateness(999, 17)).isEqualTo(7);
        assertThat(lateness(1000, 17)).isZero();
    }

    @Test
    void betweenTwoLooksEventsCameEvenly() {
        look(0, 0);
        look(100, 10);
        assertThat(lateness(99, 10)).isZero();
        assertThat(lateness(49, 10)).isCloseTo(5, within(1e-9));
        assertThat(lateness(0, 12)).isCloseTo(11.9, within(1e-9));
        assertThat(arrivals.rate()).isEqualTo(10);
    }

    @Test
    void anEventAfterALongSilenceIsNotLate() {
        look(100, 0);
        look(100, 50);
        look(101, 51);
        assertThat(lateness(100, 51.5)).isCloseTo(0.5, within(1e-9));
        assertThat(arrivals.rate()).isEqualTo(1);
    }

    @Test
    void aShorterTopicIsAnotherTopic() {
        look(1000, 0);
        look(10, 100);
        assertThat(lateness(5, 103)).isEqualTo(3);
    }

    @Test
    void whatNobodyHasLookedAtForLongIsNotKnown() {
        look(1000, 0);
        assertThat(lateness(5, 59)).isEqualTo(59);
        assertThat(lateness(5, 61)).isNaN();
    }

    @Test
    void olderEventsAreAtLeastAsLateAsWhatIsRemembered() {
        for (int second = 0; second < 1000; second++) {
            look(10L * second, second);
        }
        assertThat(lateness(0, 1000)).isBetween(60.0, 63.0);
        assertThat(lateness(9900, 1000)).isCloseTo(10, within(0.2));
    }

    @Property(tries = 200)
    void laterEventsAreLessLate(
            @ForAll @IntRange(max = 1000) int one,
            @ForAll @IntRange(max = 1000) int other,
            @ForAll @DoubleRange(min = 0.1, max = 5) double every) {
        Arrivals some = new Arrivals(Duration.ofSeconds(60));
        for (int i = 0; i < 20; i++) {
            some.look(i * (long) i, Queue.nanos(i * every));
        }
        long now = Queue.nanos(20 * every);
        assertThat(some.lateness(Math.max(one, other), now))
                .isLessThanOrEqualTo(some.lateness(Math.min(one, other), now));
    }
}
