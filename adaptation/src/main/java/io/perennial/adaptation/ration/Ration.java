// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.ration;

import io.perennial.adaptation.method.Effort;
import java.util.List;
import java.util.Optional;

/**
 * How much each batch of a partition may cost, by how late its newest event is: below half of the lateness that is allowed
 * all of it, at all of that lateness nothing but the cheapest prediction, in between level by level. So lateness rises until
 * a level holds the load, and stays where it is allowed, as long as predictions alone keep up with the stream.
 *
 * <p>A level is left for more work only one at a time, once predictions are in time again and some time has gone by. If that
 * was too early the level comes back, and the next attempt waits for twice as long; unless the load has become smaller since,
 * which is worth an attempt at once. So a steady overload changes the level ever more rarely, and its end brings all of the
 * adaptation back within moments. Not thread-safe.
 */
public final class Ration {

    /** Lateness from which less is done, and below which more is tried, as shares of the one that is allowed. */
    private static final double ONSET = 0.5;

    private static final double IN_TIME = 0.25;

    /** First wait before more is tried, as a share of the allowed lateness; doubled so often at most. */
    private static final double WAIT = 0.25;

    private static final int DOUBLINGS = 6;

    /** Share of the load under which the last attempt failed, below which it is another load. */
    private static final double LESS_LOAD = 0.8;

    private final RationOptions options;
    private final List<RationLevel> ladder;
    private final int views;
    private final double allowed;
    private int rung;
    private EveryNth steps = new EveryNth(1);
    private long since;
    private boolean begun;
    /** Whether the last change was to more work. */
    private boolean attempt;
    /** Attempts that came too early, and the load under which the last one did. */
    private int failures;

    private double failedAt = Double.NaN;
    private boolean tooLong;
    private RationChange changed;

    /** @param views the most that a prediction of the method averages */
    public Ration(RationOptions options, int views) {
        this.options = options;
        this.views = views;
        ladder = RationLevel.ladder(views);
        allowed = options.lateness().toNanos() / 1e9;
    }

    /**
     * What the next batch may cost.
     *
     * @param lateness of its newest event in seconds; NaN where it is not known, which changes nothing
     * @param rate events a second that arrive; NaN where it is not known
     * @param now in nanoseconds from any beginning
     */
    public Effort next(double lateness, double rate, long now) {
        changed = null;
        if (!begun) {
            since = now;
            begun = true;
        }
        int wanted = rung(lateness);
        if (wanted > rung) {
            less(wanted, RationReason.LATE, lateness, rate, now);
        } else if (tooLong && rung < ladder.size() - 1) {
            less(rung + 1, RationReason.LONG_BATCH, lateness, rate, now);
        } else if (rung > 0 && lateness < IN_TIME * allowed && now - since >= pause(rate)) {
            go(rung - 1, RationReason.CAUGHT_UP, lateness, now);
            attempt = true;
        } else if (rung == 0 && now - since >= pause(DOUBLINGS)) {
            attempt = false;
            failures = 0;
        }
        tooLong = false;
        RationLevel level = level();
        return new Effort(level.every() > 0 && steps.next(), level.views(views));
    }

    /** Where a lateness alone leads to; NaN leads nowhere. */
    private int rung(double lateness) {
        double share = (lateness / allowed - ONSET) / (1 - ONSET);
        return share >= 0 ? (int) Math.min(ladder.size() - 1.0, 1 + Math.floor(share * (ladder.size() - 2))) : 0;
    }

    private void less(int to, RationReason reason, double lateness, double rate, long now) {
        if (attempt) {
            failures = Math.min(failures + 1, DOUBLINGS);
            failedAt = rate;
        }
        attempt = false;
        go(to, reason, lateness, now);
    }

    private void go(int to, RationReason reason, double lateness, long now) {
        RationLevel from = level();
        rung = to;
        since = now;
        changed = new RationChange(from, level(), reason, lateness);
        if (level().every() > 0) {
            steps = new EveryNth(level().every());
        }
    }

    /** In nanoseconds. */
    private double pause(double rate) {
        if (rate < LESS_LOAD * failedAt) {
            failures = 0;
            failedAt = Double.NaN;
        }
        return pause(failures);
    }

    private double pause(int doublings) {
        return Math.scalb(WAIT * options.lateness().toNanos(), doublings);
    }

    /** So long all the work on the last batch took. */
    public void worked(long nanos) {
        tooLong = nanos > options.longestBatch().toNanos();
    }

    /** As it is now. */
    public RationLevel level() {
        return ladder.get(rung);
    }

    /** What the last call of {@link #next} changed. */
    public Optional<RationChange> changed() {
        return Optional.ofNullable(changed);
    }
}
