// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;

/**
 * Labels that come late, as a trusted cue for as long as they come (after persistent self-supervised learning: Van Hecke
 * et al., "Persistent Self-Supervised Learning: From Stereo to Monocular Vision for Obstacle Avoidance", International
 * Journal of Micro Air Vehicles 2018, where a sensor that may fail is the cue). The most recent labelled events add to
 * the loss
 *
 * <pre>weight / n sum_i 2^(-age_i / halfLife) (-log softmax(z_i) at label_i)</pre>
 *
 * with the age in steps since the label was told, so that the cue fades when labels stop. Memory: P floats and {@link
 * #CAPACITY} events.
 */
public final class Cue implements AutoCloseable {

    /**
     * @param weight of the supervised term; 0 for none
     * @param halfLife steps after which a label counts half
     */
    public record Options(double weight, double halfLife) {

        /** Labels are not listened to. */
        public static final Options OFF = new Options(0, 100);
    }

    /** Events that are remembered. */
    static final int CAPACITY = 64;

    /** After so many half-lives an event, which would count less than a thousandth, is forgotten. */
    private static final int HALF_LIVES = 10;

    private record Told(float[] event, int label, long step) {}

    private final Network network;
    private final Options options;
    private final int eventLength;
    private final Deque<Told> recent = new ArrayDeque<>();
    private final ParameterVector gradient;

    /** Holds memory only where labels are listened to. */
    Cue(Network network, Options options) {
        this.network = network;
        this.options = options;
        eventLength = Arrays.stream(network.eventShape()).reduce(1, Math::multiplyExact);
        gradient = options.weight() > 0 ? network.zeros() : null;
    }

    /** @param step how many were learned by now */
    void tell(Batch events, int[] labels, long step) {
        for (int i = 0; i < labels.length && options.weight() > 0; i++) {
            if (recent.size() == CAPACITY) {
                recent.removeFirst();
            }
            recent.addLast(new Told(events.event(i), labels[i], step));
        }
    }

    /**
     * Adds the supervised term's gradient to another.
     *
     * @param into at the same weights
     * @param step how many were learned by now
     * @return the term itself, 0 where there are no labels
     */
    double addTo(ParameterVector into, ParameterVector weights, NormPolicy statistics, long step) {
        recent.removeIf(told -> step - told.step() > HALF_LIVES * options.halfLife());
        if (recent.isEmpty()) {
            return 0;
        }
        try (Recorded z = network.record(weights, events(), statistics.current())) {
            Probabilities p = Probabilities.of(z.logits());
            int[] labels = recent.stream().mapToInt(Told::label).toArray();
            float[] trust = trust(step);
            z.pullback(gradient(p, labels, trust), gradient);
            into.add(gradient, 1);
            return loss(p, labels, trust);
        }
    }

    private Batch events() {
        return Batch.of(values(recent.size()), recent.size(), network.eventShape());
    }

    private float[] values(int rows) {
        float[] values = new float[rows * eventLength];
        int at = 0;
        for (Told told : recent) {
            System.arraycopy(told.event(), 0, values, at, eventLength);
            at += eventLength;
        }
        return values;
    }

    /** weight / n 2^(-age / halfLife) for each event. */
    private float[] trust(long step) {
        float[] trust = new float[recent.size()];
        int i = 0;
        for (Told told : recent) {
            trust[i++] =
                    (float) (options.weight() / trust.length * Math.pow(2, -(step - told.step()) / options.halfLife()));
        }
        return trust;
    }

    static double loss(Probabilities p, int[] labels, float[] trust) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            sum -= trust[i] * Math.log(Math.max(p.at(i, labels[i]), Float.MIN_NORMAL));
        }
        return sum;
    }

    /** Rows of trust (softmax(z) - 1 at the label). [n, C]. */
    static Logits gradient(Probabilities p, int[] labels, float[] trust) {
        float[] rows = p.values().clone();
        for (int i = 0; i < labels.length; i++) {
            rows[i * p.classes() + labels[i]] -= 1;
        }
        return EventWeights.scaled(new Logits(rows, p.classes()), trust);
    }

    /** Arrays of fixed length, so that any state fits any other; free places have label -1. */
    void save(Map<String, float[]> arrays, long step) {
        if (options.weight() > 0) {
            float[] labels = new float[CAPACITY];
            float[] ages = new float[CAPACITY];
            Arrays.fill(labels, -1);
            int i = 0;
            for (Told told : recent) {
                labels[i] = told.label();
                ages[i++] = step - told.step();
            }
            arrays.put("cue-events", values(CAPACITY));
            arrays.put("cue-labels", labels);
            arrays.put("cue-ages", ages);
        }
    }

    void load(LearnedState state) {
        if (options.weight() > 0) {
            float[] events = state.array("cue-events", CAPACITY * eventLength);
            float[] labels = state.array("cue-labels", CAPACITY);
            float[] ages = state.array("cue-ages", CAPACITY);
            recent.clear();
            for (int i = 0; i < CAPACITY && labels[i] >= 0; i++) {
                float[] event = Arrays.copyOfRange(events, i * eventLength, (i + 1) * eventLength);
                recent.addLast(new Told(event, (int) labels[i], state.step() - (long) ages[i]));
            }
        }
    }

    @Override
    public void close() {
        if (gradient != null) {
            gradient.close();
        }
    }
}
