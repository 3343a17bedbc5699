// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.source.SourceModel;
import io.perennial.app.HarmRun.Voice;
import io.perennial.config.Settings;
import io.perennial.digits.DigitEvent;
import io.perennial.digits.DigitStream;
import io.perennial.digits.Digits;
import io.perennial.score.PartitionModels;
import io.perennial.store.Bundle;
import io.perennial.store.InputContract;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Each harmful stretch under each seed, between half of a cycle of the built-in example and a whole one, and the same without it.
 *
 * @param undisturbed by seed
 * @param disturbed by stretch, then by seed
 */
record HarmRuns(List<HarmRun> undisturbed, Map<Harm, List<HarmRun>> disturbed) {

    static final long[] SEEDS = {1, 2, 3};
    static final int BEFORE = 4 * DigitStream.PHASE_LENGTH;
    static final int CYCLE = 8 * DigitStream.PHASE_LENGTH;
    static final int END = BEFORE + Harm.EVENTS;

    static HarmRuns take() {
        HarmRuns all = new HarmRuns(new ArrayList<>(), new EnumMap<>(Harm.class));
        Digits digits = Digits.load();
        for (long seed : SEEDS) {
            try (PartitionModels models = models(seed);
                    SourceModel source = SourceModel.open(models.bundle().model())) {
                List<DigitEvent> world = stream(new DigitStream(seed), BEFORE + CYCLE);
                HarmRun undisturbed = HarmRun.of(models, world);
                all.undisturbed.add(undisturbed);
                tell("undisturbed", seed, undisturbed, BEFORE, BEFORE);
                for (Harm harm : Harm.values()) {
                    List<DigitEvent> stream = new ArrayList<>(world.subList(0, BEFORE));
                    stream.addAll(harm.events(new HarmMaterial(digits, source, seed)));
                    stream.addAll(world.subList(BEFORE, world.size()));
                    check(stream, models.bundle().input());
                    HarmRun run = HarmRun.of(models, stream);
                    all.disturbed
                            .computeIfAbsent(harm, any -> new ArrayList<>())
                            .add(run);
                    tell(harm.name(), seed, run, BEFORE, END);
                }
            }
        }
        return all;
    }

    List<HarmRun> of(Harm harm) {
        return disturbed.get(harm);
    }

    /** As the service has it on the built-in bundle with {@code adapt.method: perennial}. */
    static PartitionModels models(long seed) {
        Bundle bundle = Bundles.open(Bundles.BUILTIN);
        Map<String, String> keys = Map.of(
                "bundle",
                Bundles.BUILTIN,
                "kafka.bootstrap.servers",
                "none",
                "adapt.method",
                "perennial",
                "adapt.seed",
                Long.toString(seed),
                "score.threads",
                "1");
        Settings settings = Settings.of(keys, Map.of(), bundle.adapt());
        return PartitionModels.open(
                bundle,
                Options.engine(settings),
                Options.models(settings),
                Options.views(settings.adapt(), bundle.input()));
    }

    static List<DigitEvent> stream(DigitStream digits, int events) {
        return LongStream.range(0, events).mapToObj(digits::at).toList();
    }

    private static void check(List<DigitEvent> stream, InputContract contract) {
        for (DigitEvent event : stream) {
            for (float value : event.values()) {
                assertThat(value).isBetween(contract.minimum(), contract.maximum());
            }
        }
    }

    static void tell(String what, long seed, HarmRun run, int from, int to) {
        System.out.println(String.format(
                Locale.ROOT,
                "%-27s seed %d: stretch %5.2f, source %5.2f; cycle %5.2f, source %5.2f; its second half %5.2f, by itself"
                        + " %5.2f; opened %s",
                what,
                seed,
                run.error(Voice.PUBLISHED, from, to),
                run.error(Voice.SOURCE, from, to),
                run.error(Voice.PUBLISHED, to, run.size()),
                run.error(Voice.SOURCE, to, run.size()),
                run.error(Voice.PUBLISHED, run.size() - CYCLE / 2, run.size()),
                run.error(Voice.OWN, run.size() - CYCLE / 2, run.size()),
                run.openings()));
    }
}
