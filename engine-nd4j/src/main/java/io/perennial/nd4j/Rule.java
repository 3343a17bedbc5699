// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import java.util.List;
import java.util.function.Function;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * An operation of SameDiff with one float32 output and a derivative of ours. ND4J's own derivatives of broadcast
 * arithmetic are single native operations that took a hundred times as long as what they are the derivative of.
 */
final class Rule extends DynamicCustomOp {

    private Function<SDVariable, List<SDVariable>> derivative;

    /**
     * @param op its name in ND4J
     * @param derivative from the gradient of the output to those of the inputs
     * @param integers arguments of the operation
     */
    Rule(
            SameDiff graph,
            String op,
            List<SDVariable> inputs,
            Function<SDVariable, List<SDVariable>> derivative,
            long... integers) {
        // The constructor that takes the graph asks for the operation's name before it has it, and would look for a
        // free one by trying: the more operations, the longer.
        super(op);
        this.derivative = derivative;
        this.sameDiff = graph;
        setOwnName("rule" + graph.getOps().size());
        graph.putOpForId(getOwnName(), this);
        graph.addArgsFor(inputs.toArray(SDVariable[]::new), this);
        addIArgument(integers);
    }

    /** With a number for the operation. */
    Rule with(double number) {
        addTArgument(number);
        return this;
    }

    /** Lets go of the derivative, which holds on to the graph. */
    void forget() {
        derivative = null;
    }

    @Override
    public List<DataType> calculateOutputDataTypes(List<DataType> types) {
        return List.of(types.get(0));
    }

    @Override
    public int getNumOutputs() {
        return 1;
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        return derivative.apply(gradients.get(0));
    }
}
