// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final GuardOptions OPTIONS = GuardOptions.DEFAULT;

    private final Breaker breaker = new Breaker(OPTIONS);

    private void events(int count, boolean bad) {
        for (int i = 0; i < count; i++) {
            breaker.event(bad);
            breaker.settle();
        }
    }

    @Test
    void opensWhenHalfOfTheWindowIsBad() {
        events(1000, false);
        events(OPTIONS.window() / 2 - 1, true);
        assertThat(breaker.state()).isEqualTo(GuardState.CLOSED);
        events(1, true);
        assertThat(breaker.state()).isEqualTo(GuardState.OPEN);
    }

    @Test
    void badEventsThatAreOutweighedAreForgotten() {
        for (int i = 0; i < 50; i++) {
            events(OPTIONS.window() / 2 - 1, true);
            events(OPTIONS.window(), false);
        }
        assertThat(breaker.state()).isEqualTo(GuardState.CLOSED);
    }

    @Test
    void restsForSoManyEventsAndThenTriesForSoMany() {
        breaker.trip();
        events(OPTIONS.rest(), true);
        assertThat(breaker.state()).isEqualTo(GuardState.OPEN);
        events(1, true);
        assertThat(breaker.state()).isEqualTo(GuardState.HALF_OPEN);
        events(OPTIONS.trial() - 1, false);
        assertThat(breaker.state()).isEqualTo(GuardState.HALF_OPEN);
        events(1, false);
        assertThat(breaker.state()).isEqualTo(GuardState.CLOSED);
    }

    @Test
    void eachFailureDoublesTheRestUpToSixteenfold() {
        for (int failure = 0; failure < 7; failure++) {
            breaker.trip();
            int rest = OPTIONS.rest() << Math.min(failure, 4);
            events(rest, true);
            assertThat(breaker.state()).as("failure %s", failure).isEqualTo(GuardState.OPEN);
            events(1, true);
            assertThat(breaker.state()).isEqualTo(GuardState.HALF_OPEN);
        }
    }

    @Test
    void failuresAreForgottenAfterALongCalm() {
        breaker.trip();
        events(OPTIONS.rest() + 1 + OPTIONS.trial(), false);
        assertThat(breaker.state()).isEqualTo(GuardState.CLOSED);
        events(2 * OPTIONS.rest(), false);
        breaker.trip();
        events(OPTIONS.rest() + 1, false);
        assertThat(breaker.state()).isEqualTo(GuardState.HALF_OPEN);
    }

    @Test
    void goesOnFromWhatWasSavedAtAnyEvent() {
        for (int cut = 0; cut < 6000; cut += 97) {
            Breaker whole = new Breaker(OPTIONS);
            Breaker other = null;
            for (int i = 0; i < 6000; i++) {
                if (i == cut) {
                    other = new Breaker(OPTIONS);
                    other.restore(whole.counters(), whole.outcomes());
                }
                boolean bad = i % 2000 > 700 && i % 2000 < 1500 || i % 7 == 0;
                whole.event(bad);
                whole.settle();
                if (other != null) {
                    other.event(bad);
                    other.settle();
                    assertThat(other.state()).as("cut at %s, event %s", cut, i).isEqualTo(whole.state());
                }
            }
            assertThat(other.counters()).isEqualTo(whole.counters());
        }
    }
}
