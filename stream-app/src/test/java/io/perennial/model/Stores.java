// SPDX-License-Identifier: Apache-2.0
package io.perennial.model;

/**
 * What a partition keeps. A history is written as its batches with a dot behind each: {@code "01.23."} has learned from events 0
 * and 1, then from 2 and 3. Weights stand for the history that they hold, in two halves, for they are written in chunks.
 *
 * @param pending events that wait
 * @param answered whether their predictions have left
 * @param half the history in the first half of the weights
 * @param other the same in the second
 * @param lineage the history that the index names
 * @param control what is known of commands
 */
record Stores(String pending, boolean answered, String half, String other, String lineage, Control control) {

    enum Control {
        /** Nothing was ever written. */
        NONE,
        /** No command has been taken. */
        LISTENS,
        /** The one that there is has been taken. */
        SEEN
    }

    static final Stores EMPTY = new Stores("", false, "", "", "", Control.NONE);

    Stores with(String nowPending, boolean nowAnswered) {
        return new Stores(nowPending, nowAnswered, half, other, lineage, control);
    }

    Stores withHalf(String weights) {
        return new Stores(pending, answered, weights, other, lineage, control);
    }

    Stores withOther(String weights, String named) {
        return new Stores(pending, answered, half, weights, named, control);
    }

    Stores with(Control now) {
        return new Stores(pending, answered, half, other, lineage, now);
    }

    /** Without these events. */
    static String less(String events, String gone) {
        StringBuilder left = new StringBuilder();
        for (int i = 0; i < events.length(); i++) {
            if (gone.indexOf(events.charAt(i)) < 0) {
                left.append(events.charAt(i));
            }
        }
        return left.toString();
    }

    /** The events of a history in the order in which they were learned from. */
    static String events(String history) {
        return history.replace(".", "");
    }

    /** For a trace. */
    static String name(String history) {
        return history.isEmpty() ? "nothing" : history;
    }

    static int steps(String history) {
        return history.length() - events(history).length();
    }
}
