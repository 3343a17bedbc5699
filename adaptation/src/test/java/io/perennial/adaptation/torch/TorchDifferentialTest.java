// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.contract.DifferentialContract;
import io.perennial.adaptation.network.Engine;

final class TorchDifferentialTest extends DifferentialContract {

    private static final Engine ENGINE = new TorchEngine(1);

    @Override
    protected Engine engine() {
        return ENGINE;
    }
}
