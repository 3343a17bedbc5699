// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.ration;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * When the events of a partition arrived, by looks at its end: whatever clock wrote their timestamps, and however old they
 * say to be, an event is late by the time since the end was at its offset. Between two looks events are taken to have come
 * evenly. What was there before the first look arrived then, or earlier. Thread-safe: one thread looks, another asks.
 *
 * <p>Times are nanoseconds from any beginning.
 */
public final class Arrivals {

    /** The end was here from the one time until the other. */
    private static final class Look {
        private final long end;
        private final long from;
        private long until;

        Look(long end, long from) {
            this.end = end;
            this.from = from;
            until = from;
        }
    }

    private final long horizon;
    /** Rising in all three, the newest first. */
    private final Deque<Look> looks = new ArrayDeque<>();

    /** @param horizon beyond which lateness need not be told apart */
    public Arrivals(Duration horizon) {
        this.horizon = horizon.toNanos();
    }

    /** The end is here now: the offset that the next event gets. */
    public synchronized void look(long end, long now) {
        Look newest = looks.peekFirst();
        if (newest != null && end < newest.end) {
            looks.clear(); // another topic of the same name
            newest = null;
        }
        if (newest != null && end == newest.end) {
            newest.until = now;
        } else {
            looks.addFirst(new Look(end, now));
        }
        while (looks.size() > 2 && now - secondOldest().until > horizon) {
            looks.removeLast();
        }
    }

    private Look secondOldest() {
        Iterator<Look> oldest = looks.descendingIterator();
        oldest.next();
        return oldest.next();
    }

    /**
     * How long ago the event of an offset arrived, in seconds, at least 0.
     *
     * @return NaN while nobody has looked for so long that it is not known
     */
    public synchronized double lateness(long offset, long now) {
        Look newest = looks.peekFirst();
        if (newest == null || now - newest.until > horizon) {
            return Double.NaN;
        }
        Look after = null;
        for (Look look : looks) {
            if (look.end <= offset) {
                return after == null ? 0 : seconds(now - between(look, after, offset));
            }
            after = look;
        }
        return seconds(now - after.from);
    }

    private static long between(Look before, Look after, long offset) {
        double share = (double) (offset + 1 - before.end) / (after.end - before.end);
        return before.until + (long) (share * (after.from - before.until));
    }

    /** Events a second over the time that is remembered; NaN while there is none. */
    public synchronized double rate() {
        Look newest = looks.peekFirst();
        Look oldest = looks.peekLast();
        if (newest == null || newest.until == oldest.from) {
            return Double.NaN;
        }
        // A silence before the first events is not their rate.
        return newest == oldest ? 0 : (newest.end - oldest.end) / seconds(newest.until - oldest.until);
    }

    private static double seconds(long nanos) {
        return Math.max(0, nanos / 1e9);
    }
}
