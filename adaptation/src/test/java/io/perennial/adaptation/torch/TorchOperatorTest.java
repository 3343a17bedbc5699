// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.contract.OperatorContract;
import io.perennial.adaptation.network.Engine;

/** Refuses no case. */
final class TorchOperatorTest extends OperatorContract {

    private static final Engine ENGINE = new TorchEngine(1);

    @Override
    protected Engine engine() {
        return ENGINE;
    }
}
