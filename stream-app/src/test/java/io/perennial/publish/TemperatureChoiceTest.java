// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.method.ServedBy;
import io.perennial.score.ServedModel;
import io.perennial.score.SourceCalibration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureChoiceTest {

    private static ServedModel model(String method, double temperature) {
        SourceCalibration known = new SourceCalibration(temperature, 0.9, Optional.empty());
        return new ServedModel("m", "1", "", List.of("a", "b"), method, Map.of(), "app", known);
    }

    @Test
    void theSourceHasTheBundlesAndTheAdaptedModelIsNeverMadeSurer() {
        TemperatureChoice bundle = TemperatureChoice.parse("bundle");
        assertThat(bundle.source(model("petal-fim", 0.8).calibration())).isEqualTo(0.8);
        assertThat(bundle.published(model("petal-fim", 0.8), ServedBy.ADAPTED)).isEqualTo(1);
        assertThat(bundle.published(model("petal-fim", 0.8), ServedBy.CHECKPOINT))
                .isEqualTo(1);
        assertThat(bundle.published(model("petal-fim", 0.8), ServedBy.SOURCE)).isEqualTo(0.8);
        assertThat(bundle.published(model("frozen", 0.8), ServedBy.ADAPTED)).isEqualTo(0.8);
        assertThat(bundle.published(model("petal-fim", 1.8), ServedBy.ADAPTED)).isEqualTo(1.8);
        assertThat(bundle.isBundles()).isTrue();
    }

    @Test
    void aNumberIsForAll() {
        TemperatureChoice number = TemperatureChoice.parse("0.5");
        assertThat(number.source(model("petal-fim", 1.8).calibration())).isEqualTo(0.5);
        assertThat(number.published(model("petal-fim", 1.8), ServedBy.ADAPTED)).isEqualTo(0.5);
        assertThat(number.isBundles()).isFalse();
        assertThat(TemperatureChoice.parse("none").published(model("m", 1.8), ServedBy.SOURCE))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "NaN", "1e9", "warm", "Bundle"})
    void refusesOthers(String text) {
        assertThatThrownBy(() -> TemperatureChoice.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("score.temperature refused: expected bundle, none or a number from 0.01 to 100");
    }
}
