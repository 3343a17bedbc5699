// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.contract.OperatorContract;
import io.perennial.adaptation.network.Engine;
import java.util.Set;

/** Refuses what classifiers of images, series and tables do without: windows over volumes, dilated pooling, masks. */
final class Nd4jOperatorTest extends OperatorContract {

    private static final Engine ENGINE = new Nd4jEngine(1);

    @Override
    protected Engine engine() {
        return ENGINE;
    }

    @Override
    protected Set<String> refuses() {
        return Set.of(
                "Conv 3-D, opset 13",
                "MaxPool 3-D, opset 13",
                "AveragePool 3-D, opset 13",
                "MaxPool dilated, opset 13",
                "Pow of integers, opset 13",
                "Where of a value and an infinity, as attention is masked, opset 13");
    }
}
