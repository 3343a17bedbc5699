// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import java.util.List;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/** One operation, bound to the arrays that it reads and writes, so that running it allocates nothing. */
final class Step {

    private final DifferentialFunction op;
    private final OpContext context = Nd4j.getExecutioner().buildContext();
    private final List<String> inputs;
    private final List<String> outputs;

    /**
     * @param inputs names of values
     * @param outputs names of values
     */
    Step(DifferentialFunction op, List<String> inputs, List<String> outputs) {
        this.op = op;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        if (op instanceof DynamicCustomOp custom) {
            context.setIArguments(custom.iArgs());
            context.setTArguments(custom.tArgs());
            context.setBArguments(custom.bArgs());
            context.setDArguments(custom.dArgs());
        }
    }

    DifferentialFunction op() {
        return op;
    }

    List<String> inputs() {
        return inputs;
    }

    List<String> outputs() {
        return outputs;
    }

    void read(int input, INDArray array) {
        if (op instanceof ScalarOp scalar && input == 1) {
            scalar.setScalar(array);
        } else {
            context.setInputArray(input, array);
        }
    }

    void write(int output, INDArray array) {
        context.setOutputArray(output, array);
    }

    /** Of the outputs, once every input is bound. */
    List<LongShapeDescriptor> shapes() {
        return op instanceof DynamicCustomOp custom
                ? custom.calculateOutputShape(context)
                : ((BaseOp) op).calculateOutputShape(context);
    }

    void run() {
        if (op instanceof CustomOp custom) {
            Nd4j.getExecutioner().exec(custom, context);
        } else {
            Nd4j.getExecutioner().exec((Op) op, context);
        }
    }

    /** Lets go of the graph, once nothing more is differentiated: it is many times as large as the step. */
    void forget() {
        op.setSameDiff(null);
        if (op instanceof DynamicCustomOp custom) {
            custom.setOutputVariables(null);
        }
        if (op instanceof Rule rule) {
            rule.forget();
        }
    }

    /** Lets go of the arrays. */
    void release() {
        context.purge();
    }
}
