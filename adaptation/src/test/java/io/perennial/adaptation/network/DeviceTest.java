// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeviceTest {

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "cuda:0", "cuda:1", "cuda:127"})
    void readsWhatItWrites(String text) {
        assertThat(Device.parse(text)).hasToString(text);
    }

    @Test
    void tellsTheProcessorFromADevice() {
        assertThat(Device.parse("cpu")).isEqualTo(Device.CPU);
        assertThat(Device.CPU.isCuda()).isFalse();
        assertThat(Device.parse("cuda:3").isCuda()).isTrue();
        assertThat(Device.parse("cuda:3").index()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "auto",
                "gpu",
                "cuda",
                "cuda:",
                "cuda:-1",
                "cuda:128",
                "cuda:0x1",
                "cuda:1 ",
                "CPU",
                "cuda:9999"
            })
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> Device.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "score.device refused: expected auto, cpu, or cuda:0 to cuda:127, got \"" + text);
    }

    @Test
    void refusesAnIndexThatNoDeviceHas() {
        assertThatThrownBy(() -> new Device(128)).hasMessageContaining("from 0 to 127");
        assertThatThrownBy(() -> new Device(-2)).hasMessageContaining("-1 for the processor");
    }
}
