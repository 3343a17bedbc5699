// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

/** From when to when, in event time and in steps of the weights. */
public final class Span {

    static final int LENGTH = 4;

    private long fromTime = Long.MAX_VALUE;
    private long toTime = Long.MIN_VALUE;
    private long fromStep = Long.MAX_VALUE;
    private long toStep = Long.MIN_VALUE;

    void add(long time, long step) {
        fromTime = Math.min(fromTime, time);
        toTime = Math.max(toTime, time);
        fromStep = Math.min(fromStep, step);
        toStep = Math.max(toStep, step);
    }

    void add(Span other) {
        fromTime = Math.min(fromTime, other.fromTime);
        toTime = Math.max(toTime, other.toTime);
        fromStep = Math.min(fromStep, other.fromStep);
        toStep = Math.max(toStep, other.toStep);
    }

    /** Event time of the earliest, in milliseconds since the epoch. */
    public long fromTime() {
        return fromTime;
    }

    /** Event time of the latest, in milliseconds since the epoch. */
    public long toTime() {
        return toTime;
    }

    /** Of the weights that made the first prediction. */
    public long fromStep() {
        return fromStep;
    }

    /** Of the weights that made the last. */
    public long toStep() {
        return toStep;
    }

    /** Times and steps lie far below 2^53, but for the two ends of an empty span. */
    void save(double[] into, int from) {
        boolean empty = fromTime > toTime;
        into[from] = empty ? Double.POSITIVE_INFINITY : fromTime;
        into[from + 1] = empty ? Double.NEGATIVE_INFINITY : toTime;
        into[from + 2] = empty ? Double.POSITIVE_INFINITY : fromStep;
        into[from + 3] = empty ? Double.NEGATIVE_INFINITY : toStep;
    }

    void load(double[] state, int from) { // a cast takes infinity to the end of the range
        fromTime = (long) state[from];
        toTime = (long) state[from + 1];
        fromStep = (long) state[from + 2];
        toStep = (long) state[from + 3];
    }
}
