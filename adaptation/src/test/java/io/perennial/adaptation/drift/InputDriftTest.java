// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputDriftTest {

    private static List<Streams.Law> laws(int features) {
        List<Streams.Law> kinds = List.copyOf(Streams.LAWS.values());
        return IntStream.range(0, features)
                .mapToObj(f -> kinds.get(f % kinds.size()))
                .toList();
    }

    /** 200 windows of 64 features of all shapes, against references of 700 to 20,000 events. */
    @ParameterizedTest
    @ValueSource(ints = {700, 1000, 5000, 20000})
    void aStreamThatStandsStillRaisesNothing(int events) {
        SplittableRandom random = new SplittableRandom(events);
        DriftWatch watch = Streams.watch(64, Streams.reference(laws(64), events, random));

        assertThat(Streams.send(watch, laws(64), 0, 100_000, random)).isEmpty();
        assertThat(watch.windows()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"0.6, 1, warning", "1.5, 1, critical", "0, 2.5, warning", "0.35, 1, notice"})
    void whatMovedIsToldWithinTwoWindows(double shift, double stretch, String least) {
        SplittableRandom random = new SplittableRandom(7);
        List<Streams.Law> usual = laws(16);
        DriftWatch watch = Streams.watch(16, Streams.reference(usual, 2000, random));
        assertThat(Streams.send(watch, usual, 0, 2300, random)).isEmpty();
        List<Streams.Law> moved = new ArrayList<>(usual);
        int normal = List.copyOf(Streams.LAWS.keySet()).indexOf("normal");
        moved.set(normal, r -> shift + stretch * r.nextGaussian());

        List<Drift> told = Streams.send(watch, moved, 2300, 3300, random);

        assertThat(told).isNotEmpty().allSatisfy(drift -> {
            assertThat(drift.kind()).isEqualTo(DriftKind.INPUT);
            assertThat(drift.moved().get(0).name()).isEqualTo(Integer.toString(normal));
            assertThat(drift.since()).as("of the window that showed it").isIn(2000L, 2500L);
        });
        Drift last = told.get(told.size() - 1);
        assertThat(last.severity().compareTo(Severity.valueOf(least.toUpperCase(java.util.Locale.ROOT))))
                .as("%s", told)
                .isNotNegative();
    }

    @Test
    void aDriftThatEndsIsToldOnceAndNothingRingsOn() {
        SplittableRandom random = new SplittableRandom(8);
        DriftWatch watch = Streams.watch(8, Streams.reference(laws(8), 2000, random));
        List<Streams.Law> moved = laws(8).stream()
                .map(law -> (Streams.Law) r -> 3 * law.draw(r) + 1)
                .toList();

        List<Drift> told = new ArrayList<>(Streams.send(watch, laws(8), 0, 1000, random));
        told.addAll(Streams.send(watch, moved, 1000, 5000, random));
        told.addAll(Streams.send(watch, laws(8), 5000, 15000, random));

        assertThat(told)
                .filteredOn(drift -> drift.kind() == DriftKind.INPUT)
                .extracting(Drift::severity)
                .containsExactly(Severity.CRITICAL, Severity.NONE);
    }

    @Test
    void anotherDriftThanBeforeIsToldToo() {
        SplittableRandom random = new SplittableRandom(9);
        DriftWatch watch = Streams.watch(1, Streams.reference(laws(1), 2000, random));
        Streams.Law usual = laws(1).get(0);

        List<Drift> told = new ArrayList<>(Streams.send(watch, List.of(r -> usual.draw(r) + 20), 0, 3000, random));
        told.addAll(Streams.send(watch, List.of(r -> usual.draw(r) - 20), 3000, 6000, random));

        assertThat(told).extracting(Drift::kind).contains(DriftKind.INPUT);
        List<Drift> input =
                told.stream().filter(d -> d.kind() == DriftKind.INPUT).toList();
        assertThat(input).hasSize(2);
        assertThat(input.get(1).was()).isEqualTo(Severity.CRITICAL);
        assertThat(input.get(1).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(input.get(1).since()).as("of the drift as a whole").isZero();
    }

    @Test
    void aSmallDriftThatLastsIsSeenInTheLastWindowsTogether() {
        SplittableRandom random = new SplittableRandom(10);
        Streams.Law usual = SplittableRandom::nextGaussian;
        DriftWatch watch = Streams.watch(1, Streams.reference(List.of(usual), 20000, random));
        List<Drift> told = Streams.send(watch, List.of(r -> 0.33 + usual.draw(r)), 0, 8000, random);

        assertThat(told)
                .extracting(Drift::severity)
                .containsOnly(Severity.NOTICE)
                .hasSize(1);
    }

    @Test
    void oneAbsurdValueIsNoDrift() {
        SplittableRandom random = new SplittableRandom(11);
        Streams.Law usual = SplittableRandom::nextGaussian;
        DriftWatch watch = Streams.watch(1, Streams.reference(List.of(usual), 2000, random));
        long[] count = {0};
        Streams.Law once = r -> ++count[0] % 500 == 250 ? 1e30 : usual.draw(r);

        assertThat(Streams.send(watch, List.of(once), 0, 3000, random)).isEmpty();
    }

    @Test
    void aConstantThatMovesIsDriftWithoutADistance() {
        SplittableRandom random = new SplittableRandom(12);
        Streams.Law usual = r -> 5;
        DriftWatch watch = Streams.watch(1, Streams.reference(List.of(usual), 2000, random));
        assertThat(Streams.send(watch, List.of(usual), 0, 3000, random)).isEmpty();

        List<Drift> told = Streams.send(watch, List.of(r -> 6), 3000, 3500, random);

        assertThat(told).singleElement().satisfies(drift -> {
            assertThat(drift.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(drift.moved().get(0).figures().get(1)).isEqualTo(new Drift.Figure("distance", Double.NaN));
        });
    }
}
