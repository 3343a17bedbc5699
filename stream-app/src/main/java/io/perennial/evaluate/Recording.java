// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.posterior.LabelledEvents;
import java.util.Arrays;
import java.util.List;

/** A recorded stream: events in the order in which they came, with labels and domains where those are known. */
public final class Recording implements LabelledEvents {

    private final Rows rows;
    private final int[] eventShape;
    private final int[] labels;
    private final Segments segments;
    private final int size;
    private final float minimum;
    private final float maximum;

    private Recording(
            Rows rows, int[] eventShape, int[] labels, Segments segments, int size, float minimum, float maximum) {
        this.rows = rows;
        this.eventShape = eventShape;
        this.labels = labels;
        this.segments = segments;
        this.size = size;
        this.minimum = minimum;
        this.maximum = maximum;
    }

    /**
     * @param labels null where they are not known
     * @param segments null where the stream has no named domains
     */
    static Recording of(Rows rows, int[] labels, Segments segments) {
        if (rows.size() == 0) {
            throw new IllegalArgumentException("stream refused: expected at least one event, got none");
        }
        sameLength("labels", labels == null ? rows.size() : labels.length, rows.size());
        sameLength("segments", segments == null ? rows.size() : segments.size(), rows.size());
        return new Recording(
                rows, rows.shape(), labels, segments, rows.size(), Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    }

    private static void sameLength(String what, int got, int expected) {
        if (got != expected) {
            throw new IllegalArgumentException(what + " refused: expected " + expected
                    + ", one for each event of the stream, got " + got + "; are they of another recording?");
        }
    }

    /** The first events only; all of them where there are fewer. */
    public Recording first(int events) {
        return new Recording(rows, eventShape, labels, segments, Math.min(events, size), minimum, maximum);
    }

    /**
     * The same events as a model takes them. A flat event may have any shape of as many values; otherwise extents of 1
     * may be added or dropped.
     *
     * @param classes C of the model
     * @param minimum smallest value that the model's input contract allows, may be infinite
     * @param maximum largest value that it allows, may be infinite
     * @throws IllegalArgumentException if events or labels do not fit
     */
    public Recording fitting(int[] shape, int classes, float minimum, float maximum) {
        int[] recorded = rows.shape();
        int length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        boolean flat = recorded.length == 1 && recorded[0] == length;
        if (!flat && !Arrays.equals(withoutOnes(recorded), withoutOnes(shape))) {
            throw new IllegalArgumentException("stream refused: expected events of the model's shape "
                    + Arrays.toString(shape) + ", got " + Arrays.toString(recorded)
                    + "; images are channels first, and every column of a table that is no feature must be named");
        }
        for (int i = 0; labels != null && i < size; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException("label refused: expected a class from 0 to " + (classes - 1)
                        + ", got " + labels[i] + " [event " + i + "]");
            }
        }
        return new Recording(rows, shape.clone(), labels, segments, size, minimum, maximum);
    }

    private static int[] withoutOnes(int... shape) {
        return Arrays.stream(shape).filter(extent -> extent != 1).toArray();
    }

    /** Number of events. */
    @Override
    public int size() {
        return size;
    }

    /** Whether the labels are known. */
    public boolean labelled() {
        return labels != null;
    }

    /** The class of an event. */
    @Override
    public int label(int event) {
        return labels[event];
    }

    boolean hasSegments() {
        return segments != null;
    }

    /** Index of the event's domain in {@link #segmentNames}; 0 where there are none. */
    int segment(int event) {
        return segments == null ? 0 : segments.at(event);
    }

    /** The domains' names in the order of their first event. */
    List<String> segmentNames() {
        return segments == null ? List.of("all") : segments.names();
    }

    @Override
    public Batch batch(int... places) {
        return batch(places, 0, places.length);
    }

    /**
     * A batch of events by their places in the recording.
     *
     * @throws IllegalArgumentException if a value is not finite, or outside the model's input contract
     */
    public Batch batch(int[] events, int from, int count) {
        int length = rows.length();
        float[] values = new float[count * length];
        for (int i = 0; i < count; i++) {
            rows.copy(events[from + i], values, i * length);
        }
        for (int i = 0; i < values.length; i++) {
            if (!(Float.isFinite(values[i]) && values[i] >= minimum && values[i] <= maximum)) {
                throw new IllegalArgumentException("event refused: expected finite values from " + minimum + " to "
                        + maximum + ", got " + values[i] + " [event " + events[from + i / length] + ", value "
                        + i % length + "]; fill, scale or drop what does not fit the model");
            }
        }
        int[] shape = new int[eventShape.length + 1];
        shape[0] = count;
        System.arraycopy(eventShape, 0, shape, 1, eventShape.length);
        return new Batch(values, shape);
    }
}
