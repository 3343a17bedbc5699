// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.contract.NetworkContract;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import org.junit.jupiter.api.Test;

final class TorchNetworkTest extends NetworkContract {

    /** One thread: teams of threads wait for each other where processors are shared, and these tensors are tiny. */
    private static final Engine ENGINE = new TorchEngine(1);

    @Override
    protected Engine engine() {
        return ENGINE;
    }

    @Test
    void tellsWhatItIs() {
        assertThat(ENGINE.describe()).startsWith("libtorch 2.").endsWith("on 1 CPU thread");
    }

    @Test
    void isFoundByName() {
        assertThat(Engine.named("torch")).isInstanceOf(TorchEngine.class);
        assertThatThrownBy(() -> Engine.named("abacus")).hasMessageContaining("torch");
        assertThatThrownBy(() -> new TorchEngine(0)).hasMessageContaining(TorchEngine.THREADS);
    }

    @Test
    void holdsItsConstantsAndTheParametersOfTheFile() {
        try (Network network = network()) {
            assertThat(network.nativeBytes() - 4L * PARAMETERS)
                    .as("mean and variance of 8 channels, a bias, shapes")
                    .isBetween(4L * 16, 4L * 64);
        }
    }
}
