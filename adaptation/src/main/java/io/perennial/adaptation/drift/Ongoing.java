// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** One kind of drift: how severe it is, and since when. */
final class Ongoing {

    private final DriftKind kind;
    private Severity severity = Severity.NONE;
    private long since;
    private long sinceStep;

    Ongoing(DriftKind kind) {
        this.kind = kind;
    }

    Severity severity() {
        return severity;
    }

    /**
     * The severity from here on; what happened, or null where nothing did.
     *
     * @param other whether a drift that was on is another than before
     */
    Drift goesOn(Severity now, boolean other, List<Drift.Moved> moved, Span window) {
        Severity was = severity;
        if (now == was && !(other && now != Severity.NONE)) {
            return null;
        }
        if (was == Severity.NONE) {
            since = window.time();
            sinceStep = window.firstStep();
        }
        severity = now;
        return new Drift(
                kind,
                now,
                was,
                now == Severity.NONE ? List.of() : first(moved),
                window.events(),
                since,
                sinceStep,
                window.step());
    }

    private static List<Drift.Moved> first(List<Drift.Moved> moved) {
        return moved.subList(0, Math.min(Drift.Moved.MOST, moved.size()));
    }

    void save(DataOutput out) throws IOException {
        out.writeByte(severity.ordinal());
        out.writeLong(since);
        out.writeLong(sinceStep);
    }

    void load(DataInput in) throws IOException {
        severity = Severity.values()[in.readByte()];
        since = in.readLong();
        sinceStep = in.readLong();
    }
}
