// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.contract.GoldenContract;
import io.perennial.adaptation.network.Engine;

final class Nd4jGoldenTest extends GoldenContract {

    private static final Engine ENGINE = new Nd4jEngine(1);

    @Override
    protected Engine engine() {
        return ENGINE;
    }
}
