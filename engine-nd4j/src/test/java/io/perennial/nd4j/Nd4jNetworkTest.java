// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.contract.NetworkContract;
import io.perennial.adaptation.network.Engine;
import org.junit.jupiter.api.Test;

final class Nd4jNetworkTest extends NetworkContract {

    /** One thread: teams of threads wait for each other where processors are shared, and these tensors are tiny. */
    private static final Engine ENGINE = new Nd4jEngine(1);

    @Override
    protected Engine engine() {
        return ENGINE;
    }

    @Test
    void tellsWhatItIs() {
        assertThat(ENGINE.describe()).startsWith("ND4J 1.0.0-M2.1").endsWith("on 1 CPU thread");
        assertThat(new Nd4jEngine(2).describe()).endsWith("on 2 CPU threads");
    }

    @Test
    void isFoundByName() {
        assertThat(Engine.named("nd4j")).isInstanceOf(Nd4jEngine.class);
        assertThatThrownBy(() -> new Nd4jEngine(0)).hasMessageContaining(Nd4jEngine.THREADS);
    }
}
