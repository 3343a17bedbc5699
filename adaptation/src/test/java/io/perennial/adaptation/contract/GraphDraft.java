// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import io.perennial.adaptation.graph.ModelBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A classifier while it is being drawn at random. It can be written down twice: as it is, and with ports, where every
 * value that was rounded is multiplied by a parameter of ones and gets a parameter of zeros added, so that rounding can be
 * played, and where the output is everything that was computed on the way.
 */
final class GraphDraft {

    /** Of an event times the batch: what fits the caches and is computed in microseconds. */
    static final int LARGEST_EVENT = 150;

    /** A float32 value [B, ...]; the shape is that of one event. */
    record Value(String name, int... event) {

        int rank() {
            return event.length;
        }

        int length() {
            return GraphDraft.length(event);
        }
    }

    private interface Part {
        void write(ModelBuilder model, boolean ported);
    }

    private final SplittableRandom random;
    private final int opset;
    private final int batch;
    private final boolean fixed;
    private final Value input;
    private final List<Part> parts = new ArrayList<>();
    private final List<String> operators = new ArrayList<>();
    private final Map<String, RandomGraph.Probe> probes = new LinkedHashMap<>();
    private int names;

    GraphDraft(SplittableRandom random) {
        this.random = random;
        opset = between(11, 21);
        batch = between(4, 9);
        fixed = random.nextInt(4) == 0;
        input = new Value(
                "x",
                switch (random.nextInt(3)) {
                    case 0 -> new int[] {between(5, 12)};
                    case 1 -> new int[] {between(1, 4), between(5, 12)};
                    default -> new int[] {between(1, 4), between(3, 6), between(3, 6)};
                });
    }

    SplittableRandom random() {
        return random;
    }

    int opset() {
        return opset;
    }

    int batch() {
        return batch;
    }

    /** How many events the file fixes, 0 for any number. */
    int fixedBatch() {
        return fixed ? batch : 0;
    }

    Value input() {
        return input;
    }

    List<String> operators() {
        return operators;
    }

    /** Whether the last node is of that operator. */
    boolean endsWith(String op) {
        return !operators.isEmpty() && operators.get(operators.size() - 1).equals(op);
    }

    List<RandomGraph.Probe> probes() {
        return List.copyOf(probes.values());
    }

    /** Both ends included. */
    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    boolean flip() {
        return random.nextBoolean();
    }

    /** A new initialiser, normally distributed around a centre. */
    String floats(double centre, double spread, int... shape) {
        var values = new float[length(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (centre + spread * random.nextGaussian());
        }
        return initialiser(values, shape);
    }

    /** A new initialiser, uniform between the bounds. */
    String uniform(double low, double high, int... shape) {
        var values = new float[length(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (low + (high - low) * random.nextDouble());
        }
        return initialiser(values, shape);
    }

    /** A number, which is no parameter: an initialiser, or a node as some exporters have it. */
    String number(float value) {
        return flip()
                ? initialiser(new float[] {value})
                : exact("Constant", "", "value", ModelBuilder.tensor("", new int[0], value));
    }

    String longs(long... values) {
        String name = name("i");
        parts.add((model, ported) -> model.longs(name, values));
        return name;
    }

    String scalar(long value) {
        String name = name("i");
        parts.add((model, ported) -> model.scalar(name, value));
        return name;
    }

    /** A node that moves values or computes with integers: nothing is rounded. */
    Value exact(String op, String inputs, int[] event, Object... attributes) {
        return new Value(exact(op, inputs, attributes), event);
    }

    /** The same where the output is not followed: integers, or one of several. */
    String exact(String op, String inputs, Object... attributes) {
        String name = name("h");
        node(op, inputs, name, attributes);
        return name;
    }

    void node(String op, String inputs, String outputs, Object... attributes) {
        operators.add(op);
        parts.add((model, ported) -> model.node(op, inputs, outputs, attributes));
    }

    /**
     * A node that computes.
     *
     * @param terms how many numbers go into one, 1 where each is treated by itself
     */
    Value rounded(String op, String inputs, int terms, int[] event, Object... attributes) {
        return rounded(op, inputs, inputs, terms, event, attributes);
    }

    /**
     * A node that normalises a value. The mean that it takes away is rounded by the size of the value, and where the value
     * hardly varies that is divided by next to nothing: so there is a port in front of the node as well.
     *
     * @param others inputs behind the value
     * @param terms how many numbers have a mean in common
     */
    Value normalised(String op, Value value, String others, int terms, Object... attributes) {
        Value meant = inFront(value, terms);
        return rounded(op, value.name() + " " + others, meant.name() + " " + others, terms, value.event(), attributes);
    }

    /**
     * A node that levels out. Far out its slope is the difference of two numbers that are almost alike, such as 1 - y^2, or a power that
     * is almost nothing, as an engine likes: what comes back through it is rounded by the size of what came back to it.
     */
    Value levelling(String op, Value value, Object... attributes) {
        Value steep = inFront(value, 1);
        Value level = rounded(op, value.name(), steep.name(), 1, value.event(), attributes);
        probes.computeIfPresent(steep.name(), (name, probe) -> probe.with(level.name()));
        return level;
    }

    /** A port in front of the node that comes next. */
    private Value inFront(Value value, int terms) {
        var seen = new Value(name("h"), value.event());
        parts.add((model, ported) -> {
            if (ported) {
                port(model, value.name(), seen);
            }
        });
        probes.put(seen.name(), new RandomGraph.Probe(seen.name(), terms, seen.event()));
        return seen;
    }

    private Value rounded(String op, String inputs, String portedInputs, int terms, int[] event, Object... attributes) {
        var value = new Value(name("h"), event);
        operators.add(op);
        parts.add((model, ported) -> {
            if (ported) {
                model.node(op, portedInputs, value.name() + ".raw", attributes);
                port(model, value.name() + ".raw", value);
            } else {
                model.node(op, inputs, value.name(), attributes);
            }
        });
        probes.put(value.name(), new RandomGraph.Probe(value.name(), terms, event));
        return value;
    }

    /** Between a value and what reads it. */
    private void port(ModelBuilder model, String from, Value to) {
        int[] shape = withBatch(to.event());
        var ones = new float[length(shape)];
        Arrays.fill(ones, 1);
        model.floats(to.name() + RandomGraph.FACTOR, shape, ones)
                .floats(to.name() + RandomGraph.TERM, shape, new float[ones.length])
                .node("Mul", from + " " + to.name() + RandomGraph.FACTOR, to.name() + ".scaled")
                .node("Add", to.name() + ".scaled " + to.name() + RandomGraph.TERM, to.name());
    }

    /** The slope of what reads the value jumps there. */
    void kink(Value value, Kink kink) {
        RandomGraph.Probe known =
                probes.getOrDefault(value.name(), new RandomGraph.Probe(value.name(), 0, value.event()));
        probes.put(value.name(), known.with(kink));
    }

    /** The bytes of the model. */
    byte[] model(Value output) {
        return write(false).output(output.name());
    }

    /** The bytes of the model with ports and everything that was computed as its output, in the order of the probes. */
    byte[] ported() {
        ModelBuilder model = write(true);
        var flat = new ArrayList<String>();
        for (String name : probes.keySet()) {
            model.node("Flatten", name, name + ".flat");
            flat.add(name + ".flat");
        }
        return model.node("Concat", String.join(" ", flat), "all", "axis", 1).output("all");
    }

    private ModelBuilder write(boolean ported) {
        var model = new ModelBuilder(opset, ported ? batch : fixedBatch(), input.event());
        parts.forEach(part -> part.write(model, ported));
        return model;
    }

    private String initialiser(float[] values, int... shape) {
        String name = name("w");
        parts.add((model, ported) -> model.floats(name, shape, values));
        return name;
    }

    String name(String kind) {
        return kind + names++;
    }

    private int[] withBatch(int... event) {
        var shape = new int[event.length + 1];
        shape[0] = batch;
        System.arraycopy(event, 0, shape, 1, event.length);
        return shape;
    }

    static int length(int... extents) {
        return Arrays.stream(extents).reduce(1, Math::multiplyExact);
    }
}
