// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.graph.Attributes;
import io.perennial.adaptation.graph.Node;
import io.perennial.adaptation.graph.NormLayer;
import io.perennial.adaptation.graph.UnsupportedOperatorException;
import io.perennial.adaptation.torch.Value.Real;
import io.perennial.adaptation.torch.Value.Whole;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * One evaluation of one node: what an operator gets to see.
 *
 * @param step the node, its operator and its normalisation layer
 * @param inputs in the node's order; null where an optional input is left out
 * @param pass the forward pass it belongs to
 */
record Call(Step step, List<Value> inputs, Pass pass) {

    Node node() {
        return step.node();
    }

    Attributes attributes() {
        return step.node().attributes();
    }

    int opset() {
        return pass.opset();
    }

    TorchDevice device() {
        return pass.device();
    }

    NormLayer normLayer() {
        return step.normLayer();
    }

    boolean has(int input) {
        return input < inputs.size() && inputs.get(input) != null;
    }

    Value value(int input) {
        if (!has(input)) {
            throw refused("expected input " + input + ", got none");
        }
        return inputs.get(input);
    }

    Tensor real(int input) {
        if (value(input) instanceof Real real) {
            return real.tensor();
        }
        throw refused("expected float32 at input " + input + ", got integers");
    }

    TensorOptional optional(int input) {
        return has(input) ? new TensorOptional(real(input)) : new TensorOptional();
    }

    long[] whole(int input) {
        if (value(input) instanceof Whole whole) {
            return whole.values();
        }
        throw refused("expected integers at input " + input + ", got float32");
    }

    /** The single number of a float32 input. */
    float number(int input) {
        return real(input).item_float();
    }

    /** Integers that are an attribute in older opsets and an input in newer ones. */
    long[] wholeOrAttribute(int input, String attribute, long... otherwise) {
        return has(input) ? whole(input) : attributes().integers(attribute, otherwise);
    }

    /** An axis counted from the front. */
    int axis(long axis, long rank) {
        if (axis < -rank || axis >= rank) {
            throw refused("expected an axis of " + rank + ", got " + axis);
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }

    UnsupportedOperatorException refused(String detail) {
        return new UnsupportedOperatorException(node(), opset(), detail);
    }
}
