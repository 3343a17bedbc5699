// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import io.perennial.adaptation.method.Average;
import java.util.Arrays;
import java.util.List;

/**
 * How much of the stream's own order each model's predictions keep: how much more often the class is that of the event
 * before than that of {@link #FAR} events ago. Where neighbouring events share a class, as in most streams in their
 * natural order, errors break the order up, so of two models the one that keeps more of it is right more often. On a
 * stream without order both figures are 0 and say nothing, and a single class gives 0 too.
 *
 * <p>Where a domain ends, a model may begin to predict a class far more often, and its predictions then differ from those
 * of the domain before without any order. So neighbours are counted at either end of the far pair, and the end where they
 * agree less often is the one that counts: it is the end in the domain with more classes.
 */
final class Persistence {

    /** In events: longer than most runs, and no multiple of the periods of half-hours and hours. */
    static final int FAR = 128;

    private static final int KEPT = FAR + 1;

    private final Order adapted;
    private final Order source;
    private final float[] labels = new float[2 * KEPT];
    private long seen;

    /** How often a model's predictions agree: neighbours now, neighbours then, now and then. */
    private record Order(Average now, Average then, Average far) {

        static Order over(int horizon) {
            return new Order(new Average(horizon), new Average(horizon), new Average(horizon));
        }

        void add(float label, float before, float farLabel, float beforeFar) {
            now.add(label == before ? 1 : 0);
            then.add(farLabel == beforeFar ? 1 : 0);
            far.add(label == farLabel ? 1 : 0);
        }

        double value() {
            return Math.min(now.value(), then.value()) - far.value();
        }
    }

    Persistence(int horizon) {
        adapted = Order.over(horizon);
        source = Order.over(horizon);
    }

    void add(Comparison event) {
        int oldest = (int) (seen % KEPT);
        if (seen >= KEPT) {
            int far = (oldest + 1) % KEPT;
            int before = (oldest + FAR) % KEPT;
            adapted.add(event.adapted(), labels[before], labels[far], labels[oldest]);
            source.add(event.source(), labels[KEPT + before], labels[KEPT + far], labels[KEPT + oldest]);
        }
        labels[oldest] = event.adapted();
        labels[KEPT + oldest] = event.source();
        seen++;
    }

    /** Of the adapted model's predictions, in [-1, 1]. */
    double adapted() {
        return adapted.value();
    }

    /** Of the source's predictions. */
    double source() {
        return source.value();
    }

    /** From 0 towards 1 as events come, see {@link Average#weight}; 0 until there is a far event. */
    double weight() {
        return source.far().weight();
    }

    List<Average> averages() {
        return List.of(adapted.now(), adapted.then(), adapted.far(), source.now(), source.then(), source.far());
    }

    /** The classes of the last events, and how many have come, of which only the place in the ring matters later. */
    float[] save() {
        float[] state = Arrays.copyOf(labels, labels.length + 1);
        state[labels.length] = seen < KEPT ? seen : KEPT + seen % KEPT;
        return state;
    }

    void load(float[] state, int from) {
        System.arraycopy(state, from, labels, 0, labels.length);
        seen = (long) state[from + labels.length];
    }
}
