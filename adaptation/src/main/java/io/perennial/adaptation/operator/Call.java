// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import io.perennial.adaptation.graph.Attributes;
import io.perennial.adaptation.graph.Node;
import io.perennial.adaptation.graph.UnsupportedOperatorException;
import io.perennial.adaptation.operator.Value.Real;
import io.perennial.adaptation.operator.Value.Whole;
import java.util.List;

/**
 * One evaluation of one node: what an operator gets to see.
 *
 * @param <T> the engine's tensor
 */
public class Call<T> {

    private final Node node;
    private final List<Value<T>> inputs;
    private final Pass pass;
    private final Tensors<T> tensors;

    /** @param inputs in the node's order; null where an optional input is left out */
    public Call(Node node, List<Value<T>> inputs, Pass pass, Tensors<T> tensors) {
        this.node = node;
        this.inputs = inputs;
        this.pass = pass;
        this.tensors = tensors;
    }

    public final Node node() {
        return node;
    }

    public final Attributes attributes() {
        return node.attributes();
    }

    public final Pass pass() {
        return pass;
    }

    public final int opset() {
        return pass.opset();
    }

    public final Tensors<T> tensors() {
        return tensors;
    }

    /** How many inputs the node has, those left out among them. */
    public final int arity() {
        return inputs.size();
    }

    public final boolean has(int input) {
        return input < inputs.size() && inputs.get(input) != null;
    }

    public final boolean isWhole(int input) {
        return has(input) && inputs.get(input) instanceof Whole;
    }

    public final Value<T> value(int input) {
        if (!has(input)) {
            throw refused("expected input " + input + ", got none");
        }
        return inputs.get(input);
    }

    public final T real(int input) {
        if (value(input) instanceof Real<T> real) {
            return real.tensor();
        }
        throw refused("expected float32 at input " + input + ", got integers");
    }

    /** The same of an input of either kind: integers and truth values as the float32 nearest to them. */
    public final T asReal(int input) {
        if (!isWhole(input)) {
            return real(input);
        }
        Whole<T> whole = integers(input);
        return tensors.of(Casting.floats(whole.values()), whole.shape());
    }

    public final Whole<T> integers(int input) {
        if (value(input) instanceof Whole<T> whole) {
            return whole;
        }
        throw refused("expected integers at input " + input + ", got float32");
    }

    public final long[] whole(int input) {
        return integers(input).values();
    }

    /** Extents of an input of either kind, a fresh copy. */
    public final long[] shape(int input) {
        return value(input) instanceof Whole<T> whole ? whole.shape().clone() : tensors.shape(real(input));
    }

    /** Number of dimensions of an input of either kind. */
    public final int rank(int input) {
        return shape(input).length;
    }

    /** The single number of a float32 input. */
    public final float number(int input) {
        float[] values = tensors.values(real(input));
        if (values.length != 1) {
            throw refused("expected one number at input " + input + ", got " + values.length);
        }
        return values[0];
    }

    /** Integers that are an attribute in older opsets and an input in newer ones. */
    public final long[] wholeOrAttribute(int input, String attribute, long... otherwise) {
        return has(input) ? whole(input) : attributes().integers(attribute, otherwise);
    }

    /** An axis counted from the front. */
    public final int axis(long axis, long rank) {
        if (axis < -rank || axis >= rank) {
            throw refused("expected an axis of " + rank + ", got " + axis);
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }

    /** @param detail what is missing: expected X, got Y */
    public final UnsupportedOperatorException refused(String detail) {
        return new UnsupportedOperatorException(node, opset(), detail);
    }
}
