// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.util.List;

/**
 * A kind of drift rose, fell, or went on in another way.
 *
 * @param was severity until now; the same as {@code severity} where the drift is another than before
 * @param moved what moved most, first the most
 * @param window events of the window that showed it
 * @param since milliseconds of event time: the first event of the window in which this drift was first seen
 * @param sinceStep of the weights then
 * @param step of the weights now
 */
public record Drift(
        DriftKind kind,
        Severity severity,
        Severity was,
        List<Moved> moved,
        int window,
        long since,
        long sinceStep,
        long step) {

    public Drift {
        moved = List.copyOf(moved);
    }

    /**
     * Something that moved.
     *
     * @param name of a feature, a class, a layer, a reason
     * @param how in one word; null where the figures say it
     * @param figures by name; not a number where one is not known
     */
    public record Moved(String name, String how, List<Figure> figures) {

        /** Most that an event names. */
        static final int MOST = 5;

        public Moved {
            figures = List.copyOf(figures);
        }
    }

    /** A number with its name. */
    public record Figure(String name, double value) {}
}
