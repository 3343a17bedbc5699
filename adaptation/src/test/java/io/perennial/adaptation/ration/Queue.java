// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.ration;

import io.perennial.adaptation.method.Effort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One partition in simulated time: events arrive at a rate, batches are worked off as fast as their effort allows. */
final class Queue {

    static final Duration ALLOWED = Duration.ofSeconds(30);
    static final Duration LONGEST = Duration.ofSeconds(20);
    static final int BATCH = 64;
    static final int VIEWS = 16;

    /** Seconds of work on a batch: its plain prediction, each view, its step. */
    record Cost(double prediction, double view, double step) {

        double of(Effort effort) {
            return prediction + view * Math.min(VIEWS, effort.views()) + (effort.learn() ? step : 0);
        }

        /** Events a second with all of the adaptation. */
        double capacity() {
            return BATCH / of(Effort.FULL);
        }

        /** Events a second by predictions alone. */
        double most() {
            return BATCH / of(Effort.LEAST);
        }
    }

    /** When the level changed, in seconds. */
    record Changed(double at, RationChange change) {}

    final List<Changed> changes = new ArrayList<>();
    double worst;
    double lateness;
    long learned;
    private final Cost cost;
    private final Ration ration = new Ration(new RationOptions(ALLOWED, LONGEST), VIEWS);
    private final Arrivals arrivals = new Arrivals(ALLOWED.multipliedBy(2));
    private double now;
    private double arrived;
    private double looked = -1;
    private long offset;

    /** @param backlog events that are there when it begins */
    Queue(Cost cost, double backlog) {
        this.cost = cost;
        arrived = backlog;
    }

    RationLevel level() {
        return ration.level();
    }

    /** So many seconds with so many events in each. */
    Queue run(double seconds, double rate) {
        worst = 0;
        double until = now + seconds;
        while (now < until) {
            look();
            if (arrived < offset + BATCH) {
                pass(rate, Math.min(0.1, until - now));
                continue;
            }
            offset += BATCH;
            lateness = arrivals.lateness(offset - 1, nanos(now));
            worst = Math.max(worst, lateness);
            Effort effort = ration.next(lateness, arrivals.rate(), nanos(now));
            ration.changed().ifPresent(change -> changes.add(new Changed(now, change)));
            learned += effort.learn() ? 1 : 0;
            double work = cost.of(effort);
            for (double left = work; left > 0; left -= 0.5) { // looks go on while a batch is in work
                pass(rate, Math.min(0.5, left));
                look();
            }
            ration.worked(nanos(work));
        }
        return this;
    }

    private void pass(double rate, double seconds) {
        now += seconds;
        arrived += rate * seconds;
    }

    private void look() {
        if (now - looked >= 1) {
            arrivals.look((long) arrived, nanos(now));
            looked = now;
        }
    }

    static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }

    /** Of the changes, how many came later than this, in seconds. */
    long changesAfter(double time) {
        return changes.stream().filter(change -> change.at() > time).count();
    }
}
