// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.method.ServedBy;
import io.perennial.app.HarmRun.Voice;
import io.perennial.digits.DigitStream;
import io.perennial.digits.Digits;
import io.perennial.score.PartitionModels;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The default method on streams that are made to hurt: half of the built-in example's cycle, a harmful stretch, and a whole cycle.
 * What it says of them is in docs/guard.md.
 */
class HarmfulStreamsSafety {

    /** Points of error that nothing may cost beyond the frozen source, on the very same events. */
    private static final double ALLOWED = 0.5;

    /** Points within which the second half of the cycle after a stretch has to be what it is without the stretch. */
    private static final double RECOVERED = 1;

    /**
     * Points beyond the source that a stretch was seen to cost, rounded up, where that is more than is allowed: faults that are known and open,
     * told in docs/guard.md. Statistics of a stretch without its classes erase what tells them apart, and the average that notices
     * has just seen all of them.
     */
    private static final Map<Harm, Double> COSTLY = new EnumMap<>(
            Map.of(Harm.ONE_CLASS, 7.0, Harm.ONE_CLASS_UNDER_CONDITIONS, 11.0, Harm.SORTED, 2.8, Harm.PRIORS, 1.0));

    /**
     * The same of the points that remain: the guard opens in a later condition, and the method stands at earlier weights until it may
     * try again.
     */
    private static final Map<Harm, Double> LASTING =
            new EnumMap<>(Map.of(Harm.CONSTANT, 4.5, Harm.ONE_CLASS_UNDER_CONDITIONS, 2.0));

    private static final String MENDED = "%s: where it keeps what is allowed, strike it out here and in docs/guard.md";

    /** Horizon of the average by which the method suspects a single class, in events; see ClassDiversity. */
    private static final int HORIZON = 1500;

    private static HarmRuns all;

    @BeforeAll
    static void run() {
        all = HarmRuns.take();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ONE_CLASS", "ONE_CLASS_UNDER_CONDITIONS", "SORTED", "PRIORS"})
    void aStretchCostsAtMostHalfAPointMoreThanTheSource(Harm harm) {
        assertThat(all.of(harm)).allSatisfy(run -> assertThat(run.cost(HarmRuns.BEFORE, HarmRuns.END))
                .isLessThan(ALLOWED));
    }

    /** Not what is wanted: what there is, so that it grows no worse, and so that whoever mends it is told to say so. */
    @Test
    void whatCostsMoreIsKnown() {
        COSTLY.forEach((harm, most) -> assertThat(worst(harm, (run, seed) -> run.cost(HarmRuns.BEFORE, HarmRuns.END)))
                .as(MENDED, harm)
                .isBetween(ALLOWED, most));
        LASTING.forEach((harm, most) -> assertThat(worst(harm, HarmfulStreamsSafety::remains))
                .as(MENDED, harm)
                .isBetween(RECOVERED, most));
    }

    private static double worst(Harm harm, ToDoubleBiFunction<HarmRun, Integer> figure) {
        return IntStream.range(0, HarmRuns.SEEDS.length)
                .mapToDouble(seed -> figure.applyAsDouble(all.of(harm).get(seed), seed))
                .max()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void theCycleAfterAStretchCostsNothing(Harm harm) {
        assertThat(all.of(harm)).allSatisfy(run -> assertThat(run.cost(HarmRuns.END, run.size()))
                .isLessThan(ALLOWED));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CONSTANT", "ONE_CLASS_UNDER_CONDITIONS"})
    void whatWasLearnedInAStretchDoesNotLast(Harm harm) {
        assertThat(worst(harm, HarmfulStreamsSafety::remains)).isLessThan(RECOVERED);
    }

    /** By how many points the method by itself is worse than without the stretch, half a cycle after it. */
    private static double remains(HarmRun run, int seed) {
        HarmRun without = all.undisturbed().get(seed);
        return run.error(Voice.OWN, run.size() - HarmRuns.CYCLE / 2, run.size())
                - without.error(Voice.OWN, without.size() - HarmRuns.CYCLE / 2, without.size());
    }

    /** Two batches of which most events come with evidence are 128 events of which half do: the guard's window. */
    @ParameterizedTest
    @EnumSource
    void evidenceOpensTheGuardWithinTwoBatches(Harm harm) {
        assertThat(all.of(harm)).allSatisfy(run -> assertThat(run.hesitation()).isLessThanOrEqualTo(2));
    }

    /** After two horizons what came before the stretch counts for e^-2, 14 %, in what the suspicion goes by. */
    @Test
    void aSingleClassIsLeftToTheSourceWithinTwoHorizons() {
        for (HarmRun run : all.of(Harm.ONE_CLASS)) {
            int from = (HarmRuns.BEFORE + 2 * HORIZON + HarmRun.BATCH - 1) / HarmRun.BATCH;
            assertThat(run.batches().subList(from, HarmRuns.END / HarmRun.BATCH))
                    .allSatisfy(batch -> assertThat(batch.published()).isEqualTo(ServedBy.SOURCE));
        }
    }

    /**
     * A fault that is known and open, and that no stretch has part in: what is left in the averages of the dispute of the condition
     * "gain" opens the guard where both models are right, and the source answers the darkness that follows; see docs/guard.md.
     */
    @Test
    void theGuardOpensOnceWithoutNeedInTheUndisturbedStream() {
        int clean = HarmRuns.CYCLE;
        int dark = HarmRuns.CYCLE + DigitStream.PHASE_LENGTH;
        for (HarmRun run : all.undisturbed()) {
            assertThat(run.error(Voice.OWN, clean, dark)).isLessThan(2);
            assertThat(run.openings()).hasSize(1).first().asString().endsWith("disagreement");
            assertThat(run.error(Voice.OWN, dark, dark + DigitStream.PHASE_LENGTH))
                    .isLessThan(5);
            assertThat(run.error(Voice.PUBLISHED, dark, dark + DigitStream.PHASE_LENGTH))
                    .as("no longer: strike it out here and in docs/guard.md")
                    .isGreaterThan(40);
        }
    }

    /**
     * Twenty cycles, with four and with two batches of each condition. Where the guard opens without need, which it does most of the
     * time with two batches, there is nothing to wear out.
     */
    @ParameterizedTest
    @ValueSource(ints = {256, 128})
    void conditionsThatReturnTwentyTimesCostNothing(int phase) {
        int cycle = 8 * phase;
        SoftAssertions softly = new SoftAssertions();
        for (long seed : HarmRuns.SEEDS) {
            try (PartitionModels models = HarmRuns.models(seed)) {
                HarmRun run =
                        HarmRun.of(models, HarmRuns.stream(new DigitStream(Digits.load(), seed, phase), 20 * cycle));
                HarmRuns.tell("20 cycles of " + phase, seed, run, 0, 10 * cycle);
                softly.assertThat(run.cost(0, run.size())).as("seed %d", seed).isLessThan(ALLOWED);
                if (phase > 128) {
                    softly.assertThat(run.error(Voice.PUBLISHED, 18 * cycle, 20 * cycle))
                            .as("seed %d, at the end", seed)
                            .isLessThan(run.error(Voice.PUBLISHED, cycle, 3 * cycle) + RECOVERED);
                    softly.assertThat(run.openings()).as("seed %d", seed).hasSizeLessThan(2);
                }
            }
        }
        softly.assertAll();
    }
}
