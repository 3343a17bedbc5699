// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which events of a run were predicted wrongly, in the order of the run, and every error rate that follows. Events whose
 * class is not known take their place and count in no rate; a rate of no known events is NaN.
 */
final class Hits {

    /**
     * Error of a part of the stream, a fraction.
     *
     * @param name of the domain
     * @param events of any class, known or not
     */
    record Part(String name, int events, double error) {}

    private final BitSet known = new BitSet();
    private final BitSet wrong = new BitSet();
    private int size;

    void add(boolean correct) {
        known.set(size);
        wrong.set(size++, !correct);
    }

    /** An event whose class is not known. */
    void skip() {
        size++;
    }

    int size() {
        return size;
    }

    /** Of the whole run. */
    double error() {
        return error(0, size);
    }

    /** Of the last tenth of the events, rounded up to a whole event. */
    double lastTenth() {
        return error(size - (size + 9) / 10, size);
    }

    /** Of the events from one place to another, exclusive. */
    double error(int from, int to) {
        return (double) wrong.get(from, to).cardinality() / known.get(from, to).cardinality();
    }

    /**
     * By domain, in the order of the names; domains without events are left out.
     *
     * @param order places in the recording, as they were run
     */
    List<Part> bySegment(Recording recording, int... order) {
        List<String> names = recording.segmentNames();
        int[] events = new int[names.size()];
        int[] judged = new int[names.size()];
        int[] errors = new int[names.size()];
        for (int i = 0; i < size; i++) {
            int segment = recording.segment(order[i]);
            events[segment]++;
            judged[segment] += known.get(i) ? 1 : 0;
            errors[segment] += wrong.get(i) ? 1 : 0;
        }
        List<Part> parts = new ArrayList<>();
        for (int s = 0; s < events.length; s++) {
            if (events[s] > 0) {
                parts.add(new Part(names.get(s), events[s], (double) errors[s] / judged[s]));
            }
        }
        return parts;
    }

    /** By equal parts of the run, such as the visits of a recurring stream. */
    List<Part> byVisit(int visits) {
        List<Part> parts = new ArrayList<>();
        for (int v = 0; v < visits; v++) {
            int from = (int) ((long) size * v / visits);
            int to = (int) ((long) size * (v + 1) / visits);
            parts.add(new Part(Integer.toString(v + 1), to - from, error(from, to)));
        }
        return parts;
    }
}
