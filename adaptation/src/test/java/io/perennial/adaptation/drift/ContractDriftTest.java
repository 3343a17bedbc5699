// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractDriftTest {

    /** Temperatures in Celsius, pressures in hectopascal, a gap near 0, an amount. */
    private static final List<Streams.Law> TABLE = List.of(
            r -> 15 + 8 * r.nextGaussian(),
            r -> 1013 + 9 * r.nextGaussian(),
            SplittableRandom::nextGaussian,
            r -> Math.exp(2 + 0.5 * r.nextGaussian()));

    private final SplittableRandom random = new SplittableRandom(3);
    private final DriftWatch watch = Streams.watch(4, Streams.reference(TABLE, 3000, random));

    private List<Drift> send(Streams.Law law, int place, long from, long to) {
        List<Streams.Law> laws = new ArrayList<>(TABLE);
        laws.set(place, law);
        return Streams.send(watch, laws, from, to, random);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1.8, 32",
        "0, 1, 273.15",
        "1, 100, 0",
        "1, 0.001, 0",
        "2, 1000, 0",
        "2, 0.001, 0",
        "3, 10, 0",
        "3, 0.001, 0",
        "3, -1, 0"
    })
    void aChangeOfUnitIsNamedAndNothingIsLearnedFromIt(int place, double factor, double offset) {
        Streams.send(watch, TABLE, 0, 1000, random);

        List<Drift> told = send(r -> factor * TABLE.get(place).draw(r) + offset, place, 1000, 3000);

        Drift drift = told.stream()
                .filter(d -> d.kind() == DriftKind.CONTRACT)
                .findFirst()
                .orElseThrow();
        assertThat(told).extracting(Drift::kind).doesNotContain(DriftKind.INPUT);
        assertThat(drift.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(drift.since()).isEqualTo(1000);
        Drift.Moved moved = drift.moved().get(0);
        assertThat(moved.name()).isEqualTo(Integer.toString(place));
        assertThat(moved.how()).isEqualTo("rescaled");
        assertThat(moved.figures().get(0).value()).isEqualTo(factor);
        assertThat(moved.figures().get(1).value()).isEqualTo(offset);
        assertThat(watch.holds()).isTrue();

        List<Drift> after = Streams.send(watch, TABLE, 3000, 4000, random);
        assertThat(after).extracting(Drift::severity).containsExactly(Severity.NONE);
        assertThat(watch.holds()).isFalse();
    }

    @Test
    void columnsInEachOthersPlaceAreNamed() {
        List<Streams.Law> swapped = List.of(TABLE.get(1), TABLE.get(0), TABLE.get(2), TABLE.get(3));

        List<Drift> told = Streams.send(watch, swapped, 0, 500, random);

        assertThat(told).singleElement().satisfies(drift -> {
            assertThat(drift.kind()).isEqualTo(DriftKind.CONTRACT);
            assertThat(drift.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(drift.moved())
                    .extracting(moved -> moved.name() + " " + moved.how())
                    .containsExactly("0 swapped with 1", "1 swapped with 0");
        });
        assertThat(watch.holds()).isTrue();
    }

    @Test
    void columnsThatAllMovedByOnePlaceAreNamed() {
        List<Streams.Law> moved = List.of(TABLE.get(3), TABLE.get(0), TABLE.get(1), TABLE.get(2));

        List<Drift> told = Streams.send(watch, moved, 0, 500, random);

        assertThat(told)
                .filteredOn(drift -> drift.kind() == DriftKind.CONTRACT)
                .singleElement()
                .satisfies(drift -> assertThat(drift.moved()).isNotEmpty());
    }

    @Test
    void aFeatureThatIsStuckIsAWarningAndLearningGoesOn() {
        List<Drift> told = send(r -> 21.5, 0, 0, 500);

        assertThat(told).singleElement().satisfies(drift -> {
            assertThat(drift.kind()).isEqualTo(DriftKind.CONTRACT);
            assertThat(drift.severity()).isEqualTo(Severity.WARNING);
            assertThat(drift.moved().get(0).how()).isEqualTo("stuck");
        });
        assertThat(watch.holds()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 4", "0, 1, 20", "1, 1.02, 0", "2, 3, 1", "2, 1, 3", "3, 2, 0", "3, 0.45359237, 0", "3, 1.3, 4"})
    void ordinaryDriftIsNoContractDrift(int place, double factor, double offset) {
        List<Drift> told = send(r -> factor * TABLE.get(place).draw(r) + offset, place, 0, 3000);

        assertThat(told).isNotEmpty().extracting(Drift::kind).containsOnly(DriftKind.INPUT);
    }

    @ParameterizedTest
    @CsvSource({"2, none", "10, notice", "60, warning", "300, critical"})
    void refusedEventsAreCounted(int every500, String severity) {
        List<Drift> told = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            if (i < every500) {
                watch.refused(i % 10 == 0 ? 1 : 0, 1, i, 7);
            } else {
                told.addAll(Streams.send(watch, TABLE, i, i + 1, random));
            }
        }
        told.addAll(watch.told());

        assertThat(watch.missing()).isEqualTo(every500 / 500.0);
        assertThat(watch.severity(DriftKind.CONTRACT).tag()).isEqualTo(severity);
        if (every500 > 2) {
            assertThat(told).singleElement().satisfies(drift -> {
                assertThat(drift.moved().get(0).name()).isEqualTo("not-a-number");
                assertThat(drift.sinceStep()).isEqualTo(7);
            });
        }
    }

    @Test
    void whereEverythingIsRefusedThatIsTold() {
        watch.refused(0, 499, 5, 0);
        assertThat(watch.told()).isEmpty();
        watch.refused(1, 1, 6, 0);
        assertThat(watch.told()).singleElement().satisfies(drift -> {
            assertThat(drift.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(drift.since()).isEqualTo(5);
        });
    }

    @Test
    void aDarkImageIsNoContractDriftAndBytesForSharesAre() {
        FeatureReader reader = FeatureReader.of(new int[] {1, 4, 4}, new float[0], new float[0]);
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            rows.add(features(reader, 1));
        }
        List<FeatureReference> features = new ArrayList<>();
        for (int f = 0; f < 2; f++) {
            float[] values = new float[rows.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = rows.get(i)[f];
            }
            features.add(Streams.reference(reader.name(f), values));
        }
        SourceReference reference =
                new SourceReference(2000, new double[] {0.25, 0.25, 0.25, 0.25}, 0.85, features, false);

        assertThat(images(reader, reference, 0.1)).containsOnly(DriftKind.INPUT);
        assertThat(images(reader, reference, 0)).containsOnly(DriftKind.INPUT);
        assertThat(images(reader, reference, 255)).containsOnly(DriftKind.CONTRACT);
    }

    private List<DriftKind> images(FeatureReader reader, SourceReference reference, double scale) {
        DriftWatch images = new DriftWatch(reader, reference, Streams.options(0), "model");
        for (int i = 0; i < 1000; i++) {
            images.event(image(scale), 0, Streams.said(i % 4), null, i, 0);
        }
        return images.told().stream().map(Drift::kind).toList();
    }

    private float[] features(FeatureReader reader, double scale) {
        float[] row = new float[2];
        reader.read(image(scale), 0, row);
        return row;
    }

    private float[] image(double scale) {
        float[] image = new float[16];
        double light = 0.3 + 0.4 * random.nextDouble();
        for (int i = 0; i < image.length; i++) {
            image[i] = (float) (scale * light * random.nextDouble());
        }
        return image;
    }
}
