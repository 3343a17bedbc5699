// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.graph.Node;
import io.perennial.adaptation.graph.NormLayer;
import io.perennial.adaptation.operator.Call;
import io.perennial.adaptation.operator.Pass;
import io.perennial.adaptation.operator.Value;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** One node on its way into a SameDiff graph. */
final class Nd4jCall extends Call<SDVariable> {

    private final NormLayer normLayer;
    private final PassStatistics statistics;
    private final Tape tape;
    private final Arithmetic arithmetic;

    /** @param normLayer null unless the node is a batch normalisation */
    Nd4jCall(
            Node node,
            List<Value<SDVariable>> inputs,
            Pass pass,
            NormLayer normLayer,
            PassStatistics statistics,
            Nd4jTensors tensors) {
        super(node, inputs, pass, tensors);
        this.normLayer = normLayer;
        this.statistics = statistics;
        this.tape = tensors.tape();
        this.arithmetic = tensors.arithmetic();
    }

    NormLayer normLayer() {
        return normLayer;
    }

    PassStatistics statistics() {
        return statistics;
    }

    Tape tape() {
        return tape;
    }

    Arithmetic arithmetic() {
        return arithmetic;
    }
}
