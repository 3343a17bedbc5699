// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * RoTTA's memory (Yuan, Xie and Li, CVPR 2023, section 3.3): the same room for every predicted class; of a class that is
 * full, and of the largest classes where the whole memory is, the event that is oldest and least certain makes way, if
 * it is worse than the new one.
 */
final class BalancedMemory {

    /** @param born the memory's clock when it came in; its age is how far the clock has moved since */
    private record Item(float[] event, int label, float uncertainty, long born) {}

    private final int capacity;
    private final int classes;
    private final int eventLength;
    private final List<Item> items = new ArrayList<>();
    private long clock;

    BalancedMemory(int capacity, int classes, int eventLength) {
        this.capacity = capacity;
        this.classes = classes;
        this.eventLength = eventLength;
    }

    int size() {
        return items.size();
    }

    /**
     * Offers an event.
     *
     * @param label predicted class
     * @param uncertainty entropy of the prediction, in nats
     * @return whether it was taken
     */
    boolean offer(float[] event, int label, float uncertainty) {
        if (!Float.isFinite(uncertainty)) {
            return false; // an event that cannot be predicted would spoil every step on the memory
        }
        double badness = badness(0, uncertainty);
        boolean taken;
        if (count(label) >= (double) capacity / classes) {
            taken = makeWay(c -> c == label, badness);
        } else {
            taken = items.size() < capacity || makeWay(largest(), badness);
        }
        if (taken) {
            items.add(new Item(event, label, uncertainty, clock));
        }
        clock++; // the new one ages with all others, as in the authors' code
        return taken;
    }

    /** Drops the worst event of these classes if it is worse than that. */
    private boolean makeWay(IntPredicate among, double badness) {
        Item worst = null;
        for (Item item : items) {
            if (among.test(item.label()) && (worst == null || isWorse(item, worst))) {
                worst = item;
            }
        }
        return worst == null || (badness(worst) > badness && items.remove(worst));
    }

    /** Of equals the one of the higher class, then the later one. */
    private boolean isWorse(Item item, Item than) {
        int order = Double.compare(badness(item), badness(than));
        return order > 0 || (order == 0 && item.label() >= than.label());
    }

    private double badness(Item item) {
        return badness(clock - item.born(), item.uncertainty());
    }

    /** Timeliness and uncertainty, each in [0, 1] and counted alike; Eqn. 7. */
    private double badness(long age, float uncertainty) {
        return 1 / (1 + Math.exp(-(double) age / capacity)) + uncertainty / Math.log(classes);
    }

    private long count(int label) {
        return items.stream().filter(item -> item.label() == label).count();
    }

    /** The classes that have the most events. */
    private IntPredicate largest() {
        int[] counts = new int[classes];
        items.forEach(item -> counts[item.label()]++);
        int most = Arrays.stream(counts).max().orElse(0);
        return label -> counts[label] == most;
    }

    /** All events, [size, ...] row-major. */
    float[] events() {
        return events(items.size());
    }

    private float[] events(int rows) {
        float[] values = new float[rows * eventLength];
        for (int i = 0; i < items.size(); i++) {
            System.arraycopy(items.get(i).event(), 0, values, i * eventLength, eventLength);
        }
        return values;
    }

    /** Predicted classes in the order of the events. */
    int[] labels() {
        return items.stream().mapToInt(Item::label).toArray();
    }

    /** exp(-a) / (1 + exp(-a)), a the age in capacities; Eqn. 9. */
    float[] timeliness() {
        float[] weights = new float[items.size()];
        for (int i = 0; i < weights.length; i++) {
            double fade = Math.exp(-(double) (clock - items.get(i).born()) / capacity);
            weights[i] = (float) (fade / (1 + fade));
        }
        return weights;
    }

    /** Arrays of fixed length, so that any state fits any other; free places have label -1. */
    void save(Map<String, float[]> arrays) {
        float[] labels = new float[capacity];
        float[] ages = new float[capacity];
        float[] uncertainties = new float[capacity];
        Arrays.fill(labels, -1);
        for (int i = 0; i < items.size(); i++) {
            labels[i] = items.get(i).label();
            ages[i] = clock - items.get(i).born();
            uncertainties[i] = items.get(i).uncertainty();
        }
        arrays.put("memory-events", events(capacity));
        arrays.put("memory-labels", labels);
        arrays.put("memory-ages", ages);
        arrays.put("memory-uncertainties", uncertainties);
    }

    void load(LearnedState state) {
        float[] events = state.array("memory-events", capacity * eventLength);
        float[] labels = state.array("memory-labels", capacity);
        float[] ages = state.array("memory-ages", capacity);
        float[] uncertainties = state.array("memory-uncertainties", capacity);
        items.clear();
        clock = 0;
        for (int i = 0; i < capacity && labels[i] >= 0; i++) {
            float[] event = Arrays.copyOfRange(events, i * eventLength, (i + 1) * eventLength);
            items.add(new Item(event, (int) labels[i], uncertainties[i], -(long) ages[i]));
        }
    }
}
