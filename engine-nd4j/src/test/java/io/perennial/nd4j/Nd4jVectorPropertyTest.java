// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.contract.VectorContract;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterVector;
import java.util.concurrent.atomic.AtomicLong;

final class Nd4jVectorPropertyTest extends VectorContract {

    @Override
    protected ParameterVector vector(ParameterLayout layout) {
        return new Nd4jVector(layout, new AtomicLong());
    }
}
