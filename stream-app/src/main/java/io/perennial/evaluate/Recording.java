// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.posterior.LabelledEvents;
import io.perennial.store.InputContract;
import io.perennial.store.Standardisation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A recorded stream: events in the order in which they came, with labels and domains where those are known. */
public final class Recording implements LabelledEvents {

    /** Label of an event whose class is not known; such events count in no figure that needs labels. */
    public static final int UNKNOWN = -1;

    private final Rows rows;
    private final int[] eventShape;
    private final int[] labels;
    private final Segments segments;
    private final int size;
    private final float minimum;
    private final float maximum;
    private final Optional<Standardisation> standardisation;

    private Recording(
            Rows rows,
            int[] eventShape,
            int[] labels,
            Segments segments,
            int size,
            float minimum,
            float maximum,
            Optional<Standardisation> standardisation) {
        this.rows = rows;
        this.eventShape = eventShape;
        this.labels = labels;
        this.segments = segments;
        this.size = size;
        this.minimum = minimum;
        this.maximum = maximum;
        this.standardisation = standardisation;
    }

    /**
     * A recording in memory.
     *
     * @param values of all events, row-major
     * @param eventShape of one event
     * @param labels {@link #UNKNOWN} where a class is not known; null for none at all
     * @param segments name of the domain of each event; nothing for none
     */
    public static Recording of(float[] values, int[] eventShape, int[] labels, String... segments) {
        int length = Arrays.stream(eventShape).reduce(1, Math::multiplyExact);
        return of(
                new Rows.Floats(values, values.length / length, eventShape),
                labels,
                segments == null || segments.length == 0 ? null : Segments.of(segments));
    }

    /**
     * @param labels {@link #UNKNOWN} where a class is not known; null for none at all
     * @param segments null where the stream has no named domains
     */
    static Recording of(Rows rows, int[] labels, Segments segments) {
        if (rows.size() == 0) {
            throw new IllegalArgumentException("stream refused: expected at least one event, got none");
        }
        sameLength("labels", labels == null ? rows.size() : labels.length, rows.size());
        sameLength("segments", segments == null ? rows.size() : segments.size(), rows.size());
        boolean known = labels != null && Arrays.stream(labels).anyMatch(label -> label != UNKNOWN);
        return new Recording(
                rows,
                rows.shape(),
                known ? labels : null,
                segments,
                rows.size(),
                rows.minimum(),
                rows.maximum(),
                Optional.empty());
    }

    private static void sameLength(String what, int got, int expected) {
        if (got != expected) {
            throw new IllegalArgumentException(what + " refused: expected " + expected
                    + ", one for each event of the stream, got " + got + "; are they of another recording?");
        }
    }

    /** The first events only; all of them where there are fewer. */
    public Recording first(int events) {
        return new Recording(
                rows, eventShape, labels, segments, Math.min(events, size), minimum, maximum, standardisation);
    }

    /** These events and then others of the same shape, under the same input contract. */
    public Recording then(Recording other) {
        if (size != rows.size() || other.rows.length() != rows.length()) {
            throw new IllegalArgumentException("recording refused: expected events of " + rows.length()
                    + " values after a whole recording, got " + other.rows.length());
        }
        int all = Math.addExact(size, other.size);
        int[] joined = new int[all];
        String[] names = new String[all];
        for (int i = 0; i < all; i++) {
            Recording of = i < size ? this : other;
            int event = i < size ? i : i - size;
            joined[i] = of.label(event);
            names[i] = of.segmentNames().get(of.segment(event));
        }
        Rows both = new Rows.Joined(rows, other.rows);
        return new Recording(
                both,
                eventShape,
                labelled() ? joined : null,
                Segments.of(names),
                all,
                minimum,
                maximum,
                standardisation);
    }

    /**
     * The same events as a model takes them. A flat event may have any shape of as many values; otherwise extents of 1
     * may be added or dropped.
     *
     * @param contract the model's: batches are checked against its range and standardised as it says
     * @param classes C of the model
     * @throws IllegalArgumentException if events or labels do not fit
     */
    public Recording fitting(InputContract contract, int classes) {
        int[] shape = contract.shape();
        int[] recorded = rows.shape();
        int length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        boolean flat = recorded.length == 1 && recorded[0] == length;
        if (!flat && !Arrays.equals(withoutOnes(recorded), withoutOnes(shape))) {
            throw new IllegalArgumentException("stream refused: expected events of the model's shape "
                    + Arrays.toString(shape) + ", got " + Arrays.toString(recorded)
                    + "; images are channels first, and every column of a table that is no feature must be named");
        }
        for (int i = 0; labels != null && i < size; i++) {
            if (labels[i] < UNKNOWN || labels[i] >= classes) {
                throw new IllegalArgumentException("label refused: expected a class from 0 to " + (classes - 1)
                        + ", or -1 for unknown, got " + labels[i] + " [event " + i + "]");
            }
        }
        return new Recording(
                rows,
                shape.clone(),
                labels,
                segments,
                size,
                Math.max(contract.minimum(), minimum),
                Math.min(contract.maximum(), maximum),
                contract.standardisation());
    }

    private static int[] withoutOnes(int... shape) {
        return Arrays.stream(shape).filter(extent -> extent != 1).toArray();
    }

    /** Number of events. */
    @Override
    public int size() {
        return size;
    }

    /**
     * What holds for these events, by the file's format and the model's input contract.
     *
     * @param input name of the model's input
     */
    public InputContract contract(String input) {
        return new InputContract(input, eventShape.clone(), minimum, maximum, standardisation);
    }

    /** Shape of one event. */
    public int[] eventShape() {
        return eventShape.clone();
    }

    /** Whether any label is known. */
    public boolean labelled() {
        return labels != null;
    }

    /** The class of an event, or {@link #UNKNOWN}. */
    @Override
    public int label(int event) {
        return labels == null ? UNKNOWN : labels[event];
    }

    boolean hasSegments() {
        return segments != null;
    }

    /** Index of the event's domain in {@link #segmentNames}; 0 where there are none. */
    public int segment(int event) {
        return segments == null ? 0 : segments.at(event);
    }

    /** The domains' names in the order of their first event. */
    public List<String> segmentNames() {
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
        standardisation.ifPresent(known -> known.apply(values, length));
        return Batch.of(values, count, eventShape);
    }
}
