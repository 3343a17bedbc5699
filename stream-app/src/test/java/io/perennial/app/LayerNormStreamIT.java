// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.graph.intake.Intake;
import io.perennial.app.HarmRun.Voice;
import io.perennial.config.Settings;
import io.perennial.digits.DigitEvent;
import io.perennial.digits.DigitStream;
import io.perennial.score.PartitionModels;
import io.perennial.store.Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks without batch normalisation under the default settings: two that conformance/layer_norms.py trained on the digits, on the
 * example's stream with the events of each condition sorted by class.
 */
class LayerNormStreamIT {

    private static final int STEPS = 500;
    private static final int EVENTS = STEPS * HarmRun.BATCH;
    private static final double ALLOWED = 0.5;

    @ParameterizedTest
    @ValueSource(strings = {"vit", "convnext"})
    void endsNoWorseThanItsSource(String name) throws IOException {
        try (PartitionModels models = models(name)) {
            HarmRun run = HarmRun.of(models, correlated());
            int tenth = EVENTS / 10;
            System.out.println(String.format(
                    Locale.ROOT,
                    "%s: all %.2f, source %.2f; last tenth %.2f, source %.2f, by itself %.2f",
                    name,
                    run.error(Voice.PUBLISHED, 0, EVENTS),
                    run.error(Voice.SOURCE, 0, EVENTS),
                    run.error(Voice.PUBLISHED, EVENTS - tenth, EVENTS),
                    run.error(Voice.SOURCE, EVENTS - tenth, EVENTS),
                    run.error(Voice.OWN, EVENTS - tenth, EVENTS)));
            assertThat(run.cost(EVENTS - tenth, EVENTS)).as("at the end").isLessThan(ALLOWED);
            assertThat(run.cost(0, EVENTS)).as("over all").isLessThan(ALLOWED);
        }
    }

    /** In each condition first all of one class, then all of the next. */
    private static List<DigitEvent> correlated() {
        List<DigitEvent> world = HarmRuns.stream(new DigitStream(1), EVENTS);
        List<DigitEvent> sorted = new ArrayList<>();
        for (int from = 0; from < EVENTS; from += DigitStream.PHASE_LENGTH) {
            world.subList(from, Math.min(EVENTS, from + DigitStream.PHASE_LENGTH)).stream()
                    .sorted(Comparator.comparingInt(DigitEvent::label))
                    .forEach(sorted::add);
        }
        return sorted;
    }

    private static PartitionModels models(String name) throws IOException {
        Bundle digits = Bundles.open(Bundles.BUILTIN);
        Bundle bundle = new Bundle(
                name,
                "1",
                onnx(name),
                "",
                digits.input(),
                digits.labels(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        Settings settings = EvaluateSettings.of(bundle, Map.of("score.threads", "1"));
        return PartitionModels.open(
                bundle,
                Options.engine(settings),
                Options.models(settings),
                Options.views(settings.adapt(), bundle.input()));
    }

    private static byte[] onnx(String name) throws IOException {
        try (InputStream in = LayerNormStreamIT.class.getResourceAsStream("/norms/" + name + ".onnx")) {
            return Intake.of(in.readAllBytes()).onnx();
        }
    }
}
