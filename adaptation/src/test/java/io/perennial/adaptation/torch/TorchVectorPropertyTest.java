// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.contract.VectorContract;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterVector;

final class TorchVectorPropertyTest extends VectorContract {

    @Override
    protected ParameterVector vector(ParameterLayout layout) {
        return new TorchVector(layout);
    }
}
