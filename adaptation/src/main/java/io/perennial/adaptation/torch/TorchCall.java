// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.graph.NormLayer;
import io.perennial.adaptation.operator.Call;
import io.perennial.adaptation.operator.Pass;
import io.perennial.adaptation.operator.Value;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** One evaluation of one node on libtorch. */
final class TorchCall extends Call<Tensor> {

    private final NormLayer normLayer;
    private final boolean overwrites;
    private final PassStatistics statistics;

    /**
     * @param step the node, its operator and its normalisation layer
     * @param statistics of the normalisation layers; null where there is none to compute
     */
    TorchCall(Step step, List<Value<Tensor>> inputs, Pass pass, PassStatistics statistics, TorchTensors tensors) {
        super(step.node(), inputs, pass, tensors);
        this.normLayer = step.normLayer();
        this.overwrites = step.overwrites();
        this.statistics = statistics;
    }

    /** Null unless the node is a batch normalisation. */
    NormLayer normLayer() {
        return normLayer;
    }

    /** Whether the result may stand where the first input stands. */
    boolean overwrites() {
        return overwrites;
    }

    PassStatistics statistics() {
        return statistics;
    }

    /** Whether several batches go through together. */
    boolean joined() {
        return statistics != null && statistics.groups().count() > 1;
    }

    TensorOptional optional(int input) {
        return has(input) ? new TensorOptional(real(input)) : new TensorOptional();
    }
}
