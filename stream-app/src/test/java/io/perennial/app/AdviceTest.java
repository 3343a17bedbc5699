// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.config.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AdviceTest {

    private static final int[] COLOURED = {3, 32, 32};

    private static Optional<String> onViews(int[] shape, String... adapt) {
        Map<String, String> keys = new TreeMap<>(Map.of("bundle", "builtin:digits", "kafka.bootstrap.servers", "none"));
        for (int i = 0; i < adapt.length; i += 2) {
            keys.put("adapt." + adapt[i], adapt[i + 1]);
        }
        return Advice.onViews(Settings.of(keys, Map.of(), Map.of()).adapt(), shape);
    }

    @Test
    void petalOnColouredImagesUnderStatisticsThatStandStillIsSpokenAgainst() {
        assertThat(onViews(COLOURED, "method", "petal-fim")).hasValueSatisfying(why -> assertThat(why)
                .contains("adapt.statistics: ema", "adapt.statistics: batch"));
        assertThat(onViews(COLOURED, "method", "petal-sres", "statistics", "source"))
                .isPresent();
    }

    @Test
    void whatMeasurementsDoNotSpeakAgainstIsNot() {
        assertThat(onViews(COLOURED)).isEmpty();
        assertThat(onViews(COLOURED, "method", "petal-fim", "statistics", "batch"))
                .isEmpty();
        assertThat(onViews(COLOURED, "method", "petal-fim", "views", "0")).isEmpty();
        assertThat(onViews(COLOURED, "method", "petal-fim", "view-strength", "0"))
                .isEmpty();
        assertThat(onViews(new int[] {1, 8, 8}, "method", "petal-fim")).isEmpty();
        assertThat(onViews(new int[] {128}, "method", "petal-fim")).isEmpty();
    }
}
