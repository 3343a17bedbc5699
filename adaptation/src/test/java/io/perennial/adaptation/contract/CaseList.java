// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import io.perennial.adaptation.graph.ModelBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A list of small models. In each, a parameter {@code p} of the events' shape is added to the input first, so that the
 * gradient through the operator shows in it.
 */
public abstract class CaseList {

    /**
     * One of them.
     *
     * @param name operator, variant and opset; no two cases have the same
     * @param model the bytes
     * @param positive whether the operator wants positive inputs
     * @param event shape of one event
     */
    public record Case(String name, byte[] model, boolean positive, int... event) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final int[] TABLE = {6};
    static final int[] SERIES = {2, 7};
    static final int[] IMAGE = {4, 5, 6};
    static final int[] VOLUME = {2, 4, 4, 3};

    final List<Case> cases = new ArrayList<>();

    CaseList() {}

    void unary(String op, int opset, boolean positive, Object... attributes) {
        add(
                op + (attributes.length > 0 ? " with attributes" : ""),
                start(opset, IMAGE).node(op, "h", "y", attributes),
                positive,
                IMAGE);
    }

    void add(String name, ModelBuilder model, int... event) {
        add(name, model, false, event);
    }

    void add(String name, ModelBuilder model, boolean positive, int... event) {
        var added = new Case(name + ", opset " + model.opset(), model.output("y"), positive, event);
        if (cases.stream().anyMatch(one -> one.name().equals(added.name()))) {
            throw new IllegalArgumentException("case refused: expected a name of its own, got " + added.name());
        }
        cases.add(added);
    }

    static ModelBuilder start(int opset, int... event) {
        var shape = new int[event.length + 1];
        shape[0] = 1;
        System.arraycopy(event, 0, shape, 1, event.length);
        int length = 1;
        for (int extent : event) {
            length *= extent;
        }
        return new ModelBuilder(opset, 0, event)
                .floats("p", shape, new float[length])
                .node("Add", "x p", "h");
    }

    static ModelBuilder bounded(int opset) {
        return start(opset, IMAGE).floats("lo", new int[] {}, -1).floats("hi", new int[] {}, 1.25f);
    }

    static ModelBuilder gemm(int opset, int rows, int columns) {
        return start(opset, TABLE)
                .floats("w", new int[] {rows, columns}, random(3, rows * columns, 0))
                .floats("b", new int[] {3}, random(4, 3, 0));
    }

    static ModelBuilder kernel(int opset, int[] event, int inputs, int... extents) {
        int[] shape = new int[extents.length + 2];
        shape[0] = 4;
        shape[1] = inputs;
        int length = 4 * inputs;
        for (int i = 0; i < extents.length; i++) {
            shape[i + 2] = extents[i];
            length *= extents[i];
        }
        return start(opset, event).floats("w", shape, random(6, length, 0)).floats("b", new int[] {4}, random(7, 4, 0));
    }

    static ModelBuilder norm(int opset, int channels, int... event) {
        var shape = new int[] {channels};
        return start(opset, event)
                .floats("s", shape, random(8, channels, 1))
                .floats("b", shape, random(9, channels, 0))
                .floats("m", shape, random(10, channels, 0))
                .floats("v", shape, random(11, channels, 2));
    }

    static Object[] with(Object[] attributes, Object... more) {
        var all = new ArrayList<>(List.of(attributes));
        all.addAll(List.of(more));
        return all.toArray();
    }

    /** Uniform within 0.5 of the centre. */
    static float[] random(long seed, int length, float centre) {
        var random = new Random(seed);
        var values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = centre + random.nextFloat() - 0.5f;
        }
        return values;
    }
}
