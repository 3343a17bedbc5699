// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.config.Settings;
import io.perennial.digits.Digits;
import io.perennial.score.PartitionModels;
import io.perennial.store.Bundle;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImmediateRefusalTest {

    private static void require(String... keys) throws IOException {
        Bundle bundle = Bundle.resource(ImmediateRefusalTest.class.getClassLoader(), Digits.BUNDLE_ROOT);
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < keys.length; i += 2) {
            all.put(keys[i], keys[i + 1]);
        }
        Settings settings = EvaluateSettings.of(bundle, all);
        try (PartitionModels models = PartitionModels.open(
                bundle,
                Options.engine(settings),
                Options.models(settings),
                Options.views(settings.adapt(), bundle.input()))) {
            models.requireSnapshots();
        }
    }

    @ParameterizedTest
    @CsvSource({"petal-fim, adapt.statistics, batch", "petal-fim, adapt.statistics, mix", "lame, adapt.statistics, ema"
    })
    void whatNeedsTheEventsBesideIsRefusedInWords(String method, String key, String value) {
        assertThatThrownBy(() -> require("adapt.method", method, key, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("score.mode refused: expected batch for adapt.method " + method
                        + " with adapt.statistics " + value)
                .hasMessageContaining("set score.mode: batch");
    }

    @Test
    void whatStandsAloneIsTaken() {
        assertThatCode(() -> require("adapt.method", "perennial")).doesNotThrowAnyException();
        assertThatCode(() -> require("adapt.method", "petal-fim", "adapt.statistics", "ema"))
                .doesNotThrowAnyException();
    }
}
