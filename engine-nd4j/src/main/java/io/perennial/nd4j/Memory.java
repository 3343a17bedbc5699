// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Where a plan's values lie in an arena: a value takes a slot when it is computed and leaves it after its last reader, so
 * that what lives one after the other shares memory.
 */
final class Memory {

    /** A cache line of float32 values. */
    private static final long ALIGNMENT = 16;

    private final Map<String, Integer> slots = new HashMap<>();
    private final List<Long> lengths = new ArrayList<>();
    private final Set<Integer> free = new TreeSet<>();
    private final long[] offsets;
    private final long floats;

    /**
     * @param steps in order
     * @param length of a value that a step computes; negative where it has memory elsewhere
     * @param kept values that are read after the steps, and share their memory with none
     */
    Memory(List<Step> steps, ToLongFunction<String> length, Set<String> kept) {
        Map<String, Integer> last = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            for (String name : steps.get(i).inputs()) {
                last.put(name, i);
            }
        }
        kept.forEach(name -> last.put(name, steps.size()));
        for (int i = 0; i < steps.size(); i++) {
            int now = i;
            Step step = steps.get(i);
            for (String name : step.outputs()) {
                if (length.applyAsLong(name) >= 0) {
                    slots.put(name, take(length.applyAsLong(name)));
                }
            }
            var mentioned = new TreeSet<>(step.inputs());
            mentioned.addAll(step.outputs());
            mentioned.stream()
                    .filter(name -> slots.containsKey(name) && last.getOrDefault(name, now) == now)
                    .forEach(name -> free.add(slots.get(name)));
        }
        offsets = new long[lengths.size()];
        Set<Integer> first =
                kept.stream().filter(slots::containsKey).map(slots::get).collect(Collectors.toCollection(TreeSet::new));
        long next = 0;
        // What Java reads lies within its reach, however large the arena.
        for (int slot : first) {
            next = place(slot, next);
        }
        for (int slot = 0; slot < offsets.length; slot++) {
            next = first.contains(slot) ? next : place(slot, next);
        }
        floats = next;
    }

    private long place(int slot, long offset) {
        offsets[slot] = offset;
        return offset + (lengths.get(slot) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Whether a step computes the value. */
    boolean has(String name) {
        return slots.containsKey(name);
    }

    /** Of the value, in float32 values from the start of an arena. */
    long offset(String name) {
        return offsets[slots.get(name)];
    }

    /** How many float32 values an arena has to hold. */
    long floats() {
        return floats;
    }

    /** The smallest free slot that is large enough, else the largest, which grows, else a new one. */
    private int take(long length) {
        int best = -1;
        for (int slot : free) {
            if (best < 0 || isBetter(lengths.get(slot), lengths.get(best), length)) {
                best = slot;
            }
        }
        if (best < 0) {
            lengths.add(length);
            return lengths.size() - 1;
        }
        free.remove(best);
        lengths.set(best, Math.max(lengths.get(best), length));
        return best;
    }

    private static boolean isBetter(long slot, long best, long length) {
        return best >= length ? slot >= length && slot < best : slot > best;
    }
}
