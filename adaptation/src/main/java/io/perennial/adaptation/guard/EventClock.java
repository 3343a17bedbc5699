// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time as the number of events that have come: one is a millisecond. */
final class EventClock extends Clock {

    private long events;

    void at(long event) {
        events = event;
    }

    void tick() {
        events++;
    }

    long events() {
        return events;
    }

    @Override
    public Instant instant() {
        return instant(events);
    }

    static Instant instant(long event) {
        return Instant.ofEpochMilli(event);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this; // events have no zone
    }
}
