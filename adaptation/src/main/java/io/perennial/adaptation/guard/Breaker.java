// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The guard's states as a circuit breaker whose calls are events and whose clock counts them. The library does not give
 * its window away, so the outcomes since the last transition are kept here and told again to a new one.
 */
final class Breaker {

    private static final int DOUBLINGS = 4;
    private static final float MAJORITY = 50;

    private final GuardOptions options;
    private final EventClock clock = new EventClock();
    private final float[] outcomes;
    private CircuitBreaker circuit;
    private long recorded;
    private long since;
    private long until;
    private long failures;

    Breaker(GuardOptions options) {
        this.options = options;
        outcomes = new float[Math.max(options.window(), options.trial())];
        circuit = closed();
    }

    private CircuitBreaker closed() {
        return CircuitBreaker.of(
                "guard",
                CircuitBreakerConfig.custom()
                        .clock(clock)
                        .currentTimestampFunction(time -> clock.events(), TimeUnit.MILLISECONDS)
                        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(options.window())
                        .minimumNumberOfCalls(Math.max(options.window(), options.trial()))
                        .failureRateThreshold(MAJORITY)
                        .permittedNumberOfCallsInHalfOpenState(options.trial())
                        .waitIntervalFunctionInOpenState(attempt -> pause())
                        .slowCallDurationThreshold(Duration.ofDays(1))
                        .recordResult(bad -> (Boolean) bad)
                        .build());
    }

    GuardState state() {
        return switch (circuit.getState()) {
            case CLOSED -> GuardState.CLOSED;
            case OPEN -> GuardState.OPEN;
            case HALF_OPEN -> GuardState.HALF_OPEN;
            case DISABLED, METRICS_ONLY, FORCED_OPEN ->
                throw new IllegalStateException("the guard never asks for " + circuit.getState());
        };
    }

    /** One event has come; while open it only lets time pass. */
    void event(boolean bad) {
        clock.tick();
        GuardState before = state();
        if (before == GuardState.OPEN) {
            return;
        }
        if (before == GuardState.CLOSED && clock.events() - since >= pause()) {
            failures = 0; // it stayed closed for as long as it would have been open
        }
        if (circuit.tryAcquirePermission()) {
            circuit.onResult(0, TimeUnit.MILLISECONDS, bad);
            outcomes[(int) (recorded++ % outcomes.length)] = bad ? 1 : 0;
        }
        noteTransition(before);
    }

    /** Opens at once. */
    void trip() {
        GuardState before = state();
        if (before != GuardState.OPEN) {
            circuit.transitionToOpenStateFor(Duration.ofMillis(pause()));
            noteTransition(before);
        }
    }

    /** Goes over to a trial where it has been open for long enough. */
    void settle() {
        if (state() == GuardState.OPEN && circuit.tryAcquirePermission()) {
            circuit.releasePermission();
            noteTransition(GuardState.OPEN);
        }
    }

    private void noteTransition(GuardState before) {
        GuardState after = state();
        if (after == before) {
            return;
        }
        recorded = 0;
        since = clock.events();
        if (after == GuardState.OPEN) {
            until = since + pause();
            failures++;
        }
    }

    /** In events; asked by the library when it opens, before the failure is counted. */
    private long pause() {
        return (long) options.rest() << Math.min(failures, DOUBLINGS);
    }

    /** Length 2 * 6: state, events, outcomes since the transition, when it was, when it may end, failures in a row. */
    long[] counters() {
        return new long[] {state().ordinal(), clock.events(), recorded, since, until, failures};
    }

    float[] outcomes() {
        return outcomes.clone();
    }

    void restore(long[] counters, float[] told) {
        clock.at(counters[1]);
        since = counters[3];
        until = counters[4];
        failures = counters[5];
        System.arraycopy(told, 0, outcomes, 0, outcomes.length);
        recorded = counters[2];
        circuit = closed();
        GuardState state = GuardState.values()[(int) counters[0]];
        if (state != GuardState.CLOSED) {
            circuit.transitionToOpenStateUntil(EventClock.instant(until));
        }
        if (state == GuardState.HALF_OPEN) {
            circuit.transitionToHalfOpenState();
        }
        for (long i = Math.max(0, recorded - outcomes.length); i < recorded; i++) {
            if (circuit.tryAcquirePermission()) {
                circuit.onResult(0, TimeUnit.MILLISECONDS, outcomes[(int) (i % outcomes.length)] > 0);
            }
        }
    }
}
