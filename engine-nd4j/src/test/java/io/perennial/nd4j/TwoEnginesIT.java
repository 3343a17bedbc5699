// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.contract.TwoEngineContract;
import io.perennial.adaptation.graph.UnsupportedOperatorException;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.torch.TorchEngine;

/** ND4J against libtorch, and against ONNX Runtime. */
final class TwoEnginesIT extends TwoEngineContract {

    private static final Engine ENGINE = new Nd4jEngine(1);
    private static final Engine OTHER = new TorchEngine(1);

    @Override
    protected Engine engine() {
        return ENGINE;
    }

    @Override
    protected Engine other() {
        return OTHER;
    }

    @Override
    protected boolean mayRefuse(UnsupportedOperatorException refusal) {
        return refusal.getMessage().contains("expected dilations of 1, got larger ones for MaxPool");
    }
}
