// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.evaluate.Recording;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RegimeTest {

    static final List<Regime> SEEDED = List.of(
            Regime.ordered("mixed"),
            new CrossFade(),
            new SingleClass(30),
            new PriorFlips(4, 0.9),
            new NoiseBursts(2, 40),
            new LongRun(3, 44));

    @ParameterizedTest
    @FieldSource("SEEDED")
    void theSeedDecidesTheStreamAndNothingElse(Regime regime) {
        assertThat(values(regime.of(Toy.RECORDING, 3))).isEqualTo(values(regime.of(Toy.RECORDING, 3)));
        assertThat(values(regime.of(Toy.RECORDING, 3))).isNotEqualTo(values(regime.of(Toy.RECORDING, 4)));
    }

    @Test
    void aCrossFadeHasEveryEventOnceAndEachDomainInItsOrder() {
        int[] order = new CrossFade().of(Toy.RECORDING, 1).sequence().places();
        assertThat(order)
                .containsExactlyInAnyOrder(IntStream.range(0, Toy.EVENTS).toArray());
        for (int domain = 0; domain < 4; domain++) {
            int which = domain;
            assertThat(Arrays.stream(order)
                            .filter(event -> domain(event) == which)
                            .toArray())
                    .isSorted();
        }
    }

    @Test
    void aCrossFadeMixesTwoNeighboursOverAThirdOfADomain() {
        int[] domains = Arrays.stream(new CrossFade().of(large(), 1).sequence().places())
                .map(event -> event / 600)
                .toArray();
        assertThat(Arrays.stream(domains, 0, 500)).containsOnly(0);
        assertThat(share(domains, 500, 600, 1)).isBetween(0.1, 0.4);
        assertThat(share(domains, 600, 700, 1)).isBetween(0.6, 0.9);
        assertThat(Arrays.stream(domains, 700, 1100)).containsOnly(1);
    }

    private static Recording large() {
        String[] names = IntStream.range(0, 1200).mapToObj(i -> "d" + i / 600).toArray(String[]::new);
        return Recording.of(new float[1200], new int[] {1}, new int[1200], names);
    }

    private static double share(int[] domains, int from, int to, int domain) {
        return Arrays.stream(domains, from, to).filter(d -> d == domain).count() / (double) (to - from);
    }

    @Test
    void recurringVisitsAreTheFirstEventsOfEachDomain() {
        Regime.Stream stream = new Recurring(2, 2).of(Toy.RECORDING, 1);
        assertThat(stream.sequence().places())
                .containsExactly(0, 1, 12, 13, 24, 25, 36, 37, 0, 1, 12, 13, 24, 25, 36, 37);
        assertThat(stream.sequence().visits()).isEqualTo(2);
    }

    @Test
    void aSingleClassComesAgainUntilThereAreEnough() {
        int[] order = new SingleClass(30).of(Toy.RECORDING, 6).sequence().places();
        assertThat(order).hasSize(30);
        assertThat(Arrays.stream(order).map(Toy.RECORDING::label)).containsOnly(2);
        assertThat(Arrays.copyOf(order, 14)).containsExactly(2, 6, 10, 14, 18, 22, 26, 30, 34, 38, 42, 46, 2, 6);
    }

    @Test
    void priorFlipsAlternateBetweenTheHalvesOfTheClasses() {
        int[] order = new PriorFlips(4, 1).of(Toy.RECORDING, 1).sequence().places();
        assertThat(order).doesNotHaveDuplicates();
        assertThat(Arrays.stream(order, 0, 4).map(Toy.RECORDING::label)).allMatch(label -> label < 2);
        assertThat(Arrays.stream(order, 4, 8).map(Toy.RECORDING::label)).allMatch(label -> label >= 2);
        assertThat(Arrays.stream(order).map(RegimeTest::domain).toArray()).isSorted();
    }

    @Test
    void theOtherHalfKeepsItsShare() {
        int[] labels = IntStream.range(0, 4000).map(i -> i % 2).toArray();
        Recording recording = Recording.of(new float[4000], new int[] {1}, labels);
        int[] order = new PriorFlips(250, 0.9).of(recording, 1).sequence().places();
        double upper = Arrays.stream(order, 0, 250).map(recording::label).sum() / 250.0;
        assertThat(upper).isBetween(0.05, 0.16);
        assertThat(order.length).isGreaterThan(3500);
    }

    @Test
    void noiseComesBetweenDomainsWithoutLabelsAndWithinTheRangeOfTheRecording() {
        Regime.Stream stream = new NoiseBursts(2, 5).of(Toy.RECORDING, 1);
        int[] order = stream.sequence().places();
        assertThat(order).hasSize(Toy.EVENTS + 5);
        assertThat(Arrays.copyOfRange(order, 24, 29)).containsExactly(48, 49, 50, 51, 52);
        assertThat(order[29]).isEqualTo(24);
        for (int event = 48; event < 53; event++) {
            assertThat(stream.recording().label(event)).isEqualTo(Recording.UNKNOWN);
            assertThat(stream.recording().batch(event).values()[0]).isBetween(0f, 47f);
            assertThat(stream.recording().segmentNames().get(stream.recording().segment(event)))
                    .isEqualTo("noise");
        }
        assertThat(stream.recording().label(7)).isEqualTo(3);
    }

    @Test
    void theVisitsOfALongRunHaveTheSameDomains() {
        int[] order = new LongRun(3, 50).of(Toy.RECORDING, 1).sequence().places();
        assertThat(order).hasSize(150);
        for (int visit = 0; visit < 3; visit++) {
            int[] domains = Arrays.stream(order, 50 * visit, 50 * visit + 50)
                    .map(RegimeTest::domain)
                    .toArray();
            assertThat(domains).isSorted();
            assertThat(Arrays.stream(domains).filter(d -> d == 0).count()).isEqualTo(13);
            assertThat(Arrays.stream(domains).filter(d -> d == 3).count()).isEqualTo(12);
        }
        assertThat(Arrays.copyOf(order, 12))
                .containsExactlyInAnyOrder(IntStream.range(0, 12).toArray());
        assertThat(Arrays.copyOf(order, 12)).isNotEqualTo(Arrays.copyOfRange(order, 50, 62));
    }

    private static int domain(int event) {
        return event / Toy.DOMAIN;
    }

    private static float[] values(Regime.Stream stream) {
        int[] places = stream.sequence().places();
        return stream.recording().batch(places).values();
    }
}
