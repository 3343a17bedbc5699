// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The memory of a plan's values: a value takes a slot when it is computed and leaves it after its last reader, so that
 * what lives one after the other shares memory, and every pass finds the same addresses.
 */
final class Memory {

    /** @param length of the longest value that was in it */
    private record Slot(int number, DataType type, long length) {}

    private final Map<String, Integer> slots = new HashMap<>();
    private final List<Slot> all = new ArrayList<>();
    private final Set<Integer> free = new TreeSet<>();
    private final List<INDArray> arrays = new ArrayList<>();

    /**
     * @param steps in order
     * @param shapes the array of a value that shows its type and shape
     * @param kept values that are read after the steps, and share their memory with none
     */
    Memory(List<Step> steps, Function<String, INDArray> shapes, Set<String> kept) {
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
            step.outputs().forEach(name -> slots.put(name, take(shapes.apply(name))));
            var mentioned = new TreeSet<>(step.inputs());
            mentioned.addAll(step.outputs());
            mentioned.stream()
                    .filter(name -> slots.containsKey(name) && last.getOrDefault(name, now) == now)
                    .forEach(name -> free.add(slots.get(name)));
        }
        for (Slot slot : all) {
            arrays.add(Nd4j.createUninitializedDetached(slot.type(), 'c', Math.max(1, slot.length())));
        }
    }

    /** The array of a value; null of one that no step computes. */
    INDArray array(String name, long... shape) {
        Integer slot = slots.get(name);
        if (slot == null) {
            return null;
        }
        INDArray array = arrays.get(slot);
        long length = Values.length(shape);
        INDArray part = array.length() == length ? array : array.get(NDArrayIndex.interval(0, length));
        return part.reshape('c', shape);
    }

    long bytes() {
        return arrays.stream()
                .mapToLong(array -> array.length() * array.dataType().width())
                .sum();
    }

    void close() {
        arrays.forEach(INDArray::close);
    }

    /** The smallest free slot that is large enough, else the largest, which grows, else a new one. */
    private int take(INDArray value) {
        long length = value.length();
        Slot best = null;
        for (int number : free) {
            Slot slot = all.get(number);
            if (slot.type() == value.dataType() && (best == null || isBetter(slot, best, length))) {
                best = slot;
            }
        }
        if (best == null) {
            all.add(new Slot(all.size(), value.dataType(), length));
            return all.size() - 1;
        }
        free.remove(best.number());
        all.set(best.number(), new Slot(best.number(), best.type(), Math.max(best.length(), length)));
        return best.number();
    }

    private static boolean isBetter(Slot slot, Slot best, long length) {
        if (best.length() >= length) {
            return slot.length() >= length && slot.length() < best.length();
        }
        return slot.length() > best.length();
    }
}
