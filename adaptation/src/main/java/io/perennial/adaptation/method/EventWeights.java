// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Which events of a batch count, and how much. */
final class EventWeights {

    private EventWeights() {}

    /** Indices of the events for which this holds, in order. */
    static int[] where(int size, IntPredicate chosen) {
        return IntStream.range(0, size).filter(chosen).toArray();
    }

    /** 1 / n for each of the n events, otherwise 0: the weights of a mean over them. */
    static float[] mean(int size, int... events) {
        float[] weights = new float[size];
        for (int event : events) {
            weights[event] = 1f / events.length;
        }
        return weights;
    }

    /** Whether any event counts. */
    static boolean any(float[] weights) {
        for (float weight : weights) {
            if (weight != 0) {
                return true;
            }
        }
        return false;
    }

    /** Each row of a gradient [B, C] times its event's weight, in place. */
    static Logits scaled(Logits gradient, float[] weights) {
        for (int i = 0; i < gradient.values().length; i++) {
            gradient.values()[i] *= weights[i / gradient.classes()];
        }
        return gradient;
    }

    /** These events of a batch alone. */
    static Batch select(Batch batch, int... events) {
        int[] shape = batch.shape().clone();
        shape[0] = events.length;
        return new Batch(rows(batch.values(), batch.eventLength(), events), shape);
    }

    /** These events' predictions alone. */
    static Probabilities select(Probabilities p, int... events) {
        return new Probabilities(rows(p.values(), p.classes(), events), p.classes());
    }

    /** These events' rows alone; the same where they are all of them. */
    static Logits select(Logits logits, int... events) {
        return events.length == logits.size()
                ? logits
                : new Logits(rows(logits.values(), logits.classes(), events), logits.classes());
    }

    /** Puts predictions of some events in their places among those of the whole batch. */
    static void replace(Probabilities whole, Probabilities part, int... events) {
        int classes = whole.classes();
        for (int i = 0; i < events.length; i++) {
            System.arraycopy(part.values(), i * classes, whole.values(), events[i] * classes, classes);
        }
    }

    private static float[] rows(float[] values, int length, int... events) {
        float[] chosen = new float[events.length * length];
        for (int i = 0; i < events.length; i++) {
            System.arraycopy(values, events[i] * length, chosen, i * length, length);
        }
        return chosen;
    }

    /** Rows of a gradient of chosen events added to their places in one of the whole batch. */
    static void addRows(Logits whole, Logits part, int... events) {
        int classes = whole.classes();
        for (int i = 0; i < part.values().length; i++) {
            whole.values()[events[i / classes] * classes + i % classes] += part.values()[i];
        }
    }

    /** Moved and stretched to [0, 1]; all 1 where all are equal. */
    static double[] stretched(double... values) {
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(0);
        return Arrays.stream(values)
                .map(value -> high > low ? (value - low) / (high - low) : 1)
                .toArray();
    }
}
