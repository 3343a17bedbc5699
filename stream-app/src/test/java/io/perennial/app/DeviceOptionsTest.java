// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.network.Device;
import io.perennial.adaptation.network.Engine;
import io.perennial.config.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From the configuration's words to where the engine and the frozen source compute. */
final class DeviceOptionsTest {

    private static Settings settings(String... keys) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("bundle", "none", "kafka.bootstrap.servers", "none"));
        for (int i = 0; i < keys.length; i += 2) {
            all.put(keys[i], keys[i + 1]);
        }
        return Settings.of(all, Map.of(), Map.of());
    }

    @Test
    void takesAGpuByItselfOrSaysWhyNot() {
        Settings settings = settings();
        Engine engine = Options.engine(settings);
        assertThat(Options.withoutGpu(settings, engine).isPresent())
                .isNotEqualTo(engine.device().isCuda());
    }

    @Test
    void saysNothingWhereTheProcessorWasAskedFor() {
        Settings settings = settings("score.device", "cpu");
        Engine engine = Options.engine(settings);
        assertThat(engine.device()).isEqualTo(Device.CPU);
        assertThat(Options.withoutGpu(settings, engine)).isEmpty();
    }

    @Test
    void takesTheThreadsToo() {
        assertThat(Options.engine(settings("score.device", "cpu", "score.threads", "3"))
                        .describe())
                .endsWith("on 3 CPU threads");
    }

    @Test
    void refusesAMisspeltDevice() {
        assertThatThrownBy(() -> Options.engine(settings("score.device", "gpu")))
                .hasMessage("score.device refused: expected auto, cpu, or cuda:0 to cuda:127, got \"gpu\";"
                        + " correct it, or leave it out for auto");
    }

    @Test
    void theSourceStaysOnTheProcessorUnlessToldOtherwise() {
        assertThat(Options.sourceDevice(settings())).isEqualTo(Device.CPU);
        assertThat(Options.sourceDevice(settings("score.source-device", "cuda:1")))
                .isEqualTo(new Device(1));
    }

    @Test
    void theSourceIsNotPlacedByItself() {
        assertThatThrownBy(() -> Options.sourceDevice(settings("score.source-device", "auto")))
                .hasMessage("score.source-device refused: expected cpu, or cuda:0 and so on, got \"auto\";"
                        + " correct it, or leave it out for cpu");
    }
}
