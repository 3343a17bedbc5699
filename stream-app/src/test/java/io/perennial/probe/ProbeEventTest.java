// SPDX-License-Identifier: Apache-2.0
package io.perennial.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.store.Bundle;
import io.perennial.store.InputContract;
import io.perennial.store.Standardisation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProbeEventTest {

    private static final float INFINITE = Float.POSITIVE_INFINITY;

    @Test
    void isTheFirstOfTheProbeBatch() {
        InputContract contract = new InputContract("x", new int[] {2}, 0, 10);
        assertThat(ProbeEvent.of(bundle(contract, 1, 2.5f, 3, 4)))
                .asString(UTF_8)
                .isEqualTo("[1.0,2.5]");
    }

    @Test
    void isTheMiddleOfTheContractWithoutAProbe() {
        assertThat(ProbeEvent.values(bundle(new InputContract("x", new int[] {2}, 2, 6))))
                .containsExactly(4, 4);
    }

    @Test
    void isZeroWhereNothingIsBounded() {
        InputContract contract = new InputContract("x", new int[] {1}, -INFINITE, INFINITE);
        assertThat(ProbeEvent.values(bundle(contract))).containsExactly(0);
    }

    @Test
    void staysWithinABoundOnOneSide() {
        InputContract contract = new InputContract("x", new int[] {1}, 3, INFINITE);
        assertThat(ProbeEvent.values(bundle(contract))).containsExactly(3);
    }

    @Test
    void isRawWhereTheServiceStandardises() {
        Standardisation channels = new Standardisation(new float[] {10, 20}, new float[] {2, 4});
        InputContract contract = new InputContract("x", new int[] {2, 2}, 0, 25, Optional.of(channels));
        assertThat(ProbeEvent.values(bundle(contract))).as("the mean").containsExactly(10, 10, 20, 20);
        assertThat(ProbeEvent.values(bundle(contract, 1, 0, 0, 3)))
                .as("the probe, within the contract")
                .containsExactly(12, 10, 20, 25);
    }

    private static Bundle bundle(InputContract contract, float... probe) {
        Optional<Bundle.Probe> batch = probe.length == 0
                ? Optional.empty()
                : Optional.of(new Bundle.Probe(probe.length / contract.length(), probe, new float[0]));
        return new Bundle(
                "b",
                "1",
                new byte[0],
                "0",
                contract,
                List.of("a", "b"),
                Map.of(),
                Optional.empty(),
                batch,
                Optional.empty(),
                Map.of());
    }
}
