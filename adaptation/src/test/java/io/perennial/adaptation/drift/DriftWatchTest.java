// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.method.Toys;
import io.perennial.adaptation.method.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriftWatchTest {

    private static final List<Streams.Law> LAWS = List.copyOf(Streams.LAWS.values());
    private static final int EVENTS = 9000;
    private static final int BATCH = 70;

    /** As Kafka's stores are. */
    private static final class Shelf implements DriftState {
        private final Map<String, byte[]> values = new TreeMap<>();

        @Override
        public byte[] get(String key) {
            return values.get(key);
        }

        @Override
        public void put(String key, byte[] value) {
            if (value == null) {
                values.remove(key);
            } else {
                values.put(key, value);
            }
        }
    }

    /** Everything happens in it: usual, shifted, refused, in another unit, swapped, usual. */
    private static float[] row(long event) {
        SplittableRandom random = new SplittableRandom(event);
        float[] row = Streams.row(LAWS, random);
        long phase = event / 1000;
        if (phase == 3) {
            for (int f = 0; f < row.length; f++) {
                row[f] = 2 * row[f] + 1;
            }
        } else if (phase == 5) {
            row[4] = 100 * row[4];
        } else if (phase == 6) {
            float other = row[4];
            row[4] = row[7];
            row[7] = other;
        }
        return row;
    }

    private static SourceReference reference() {
        return Streams.reference(LAWS, 2000, new SplittableRandom(99));
    }

    private static DriftWatch watch(boolean known) {
        return Streams.watch(LAWS.size(), known ? reference() : null);
    }

    /** @param restarts after these batches, from what was saved */
    private static List<Drift> run(boolean known, Shelf shelf, Integer... restarts) {
        List<Integer> at = Arrays.asList(restarts);
        List<Drift> told = new ArrayList<>();
        DriftWatch watch = watch(known);
        assertThat(watch.load(shelf)).isNull();
        for (int batch = 0; batch * BATCH < EVENTS; batch++) {
            for (long i = (long) batch * BATCH; i < (batch + 1L) * BATCH; i++) {
                int label = i / 1000 == 4 ? (int) (i % 2) : (int) (i % Streams.CLASSES);
                watch.event(row(i), 0, Streams.said(label), Streams.said(1), i, batch);
            }
            if (batch % 8 == 3) {
                watch.refused(0, 30, batch, batch);
            }
            watch.learned(watch.wantsWeights() ? Toys.weights(batch) : null, batch + 1L);
            told.addAll(watch.told());
            watch.save(shelf);
            if (at.contains(batch)) {
                watch = watch(known);
                assertThat(watch.load(shelf)).isNull();
            }
        }
        return told;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goesOnBitForBitAfterARestartAnywhere(boolean known) {
        Shelf whole = new Shelf();
        List<Drift> without = run(known, whole);
        assertThat(without).extracting(Drift::kind).contains(DriftKind.values());
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 6; i++) {
            Integer[] restarts = {random.nextInt(3, 20), random.nextInt(20, 70), random.nextInt(70, 128)};
            Shelf shelf = new Shelf();

            assertThat(run(known, shelf, restarts))
                    .as("%s", Arrays.toString(restarts))
                    .isEqualTo(without);
            assertThat(shelf.values.keySet()).isEqualTo(whole.values.keySet());
            assertThat(shelf.values)
                    .allSatisfy((key, value) -> assertThat(value).as(key).isEqualTo(whole.values.get(key)));
        }
    }

    @Test
    void aStateOfAnotherModelIsLeftBehind() {
        Shelf shelf = new Shelf();
        run(true, shelf);
        FeatureReader reader = FeatureReader.of(new int[] {LAWS.size()}, new float[0], new float[0]);
        DriftWatch other = new DriftWatch(reader, reference(), Streams.options(1000), "other model");

        assertThat(other.load(shelf)).contains("expected one of this model");
        assertThat(other.windows()).isZero();
        assertThat(shelf.values).isEmpty();
    }

    @Test
    void figuresAgainstAnotherReferenceAreLeftBehind() {
        Shelf shelf = new Shelf();
        run(true, shelf);
        DriftWatch other = Streams.watch(LAWS.size(), Streams.reference(LAWS, 2000, new SplittableRandom(100)));
        assertThat(other.load(shelf)).contains("expected one of this model");
        Shelf learning = new Shelf();
        DriftWatch unknown = Streams.watch(LAWS.size(), null);
        for (long i = 0; i < 100; i++) {
            unknown.event(row(i), 0, Streams.said(0), null, i, 0);
        }
        unknown.save(learning);
        assertThat(learning.values).hasSizeGreaterThan(100);
        assertThat(watch(true).load(learning)).contains("expected one of this model");
        assertThat(learning.values).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"now, 0", "now, 200", "pane/3, 8", "row/5, 2", "weights, 20"})
    void whatIsDamagedOrMissingBeginsAnew(String key, int length) {
        Shelf shelf = new Shelf();
        run(true, shelf);
        shelf.put(key, length == 0 ? new byte[] {7} : Arrays.copyOf(shelf.get(key), length));
        DriftWatch watch = watch(true);

        assertThat(watch.load(shelf)).contains("drift state refused: expected");
        assertThat(watch.windows()).isZero();
        assertThat(Streams.send(watch, LAWS, 0, 3000, new SplittableRandom(1))).isEmpty();
    }

    @Test
    void aMixtureOfTwoTimesIsSeen() {
        Shelf before = new Shelf();
        run(true, before);
        Map<String, byte[]> late = new HashMap<>(before.values);
        Shelf early = new Shelf();
        DriftWatch watch = watch(true);
        for (long i = 0; i < 5000; i++) {
            watch.event(row(i), 0, Streams.said(0), null, i, 0);
        }
        watch.save(early);
        early.put("pane/2", late.get("pane/2"));

        assertThat(watch(true).load(early)).contains("window");
    }

    @Test
    void withoutAReferenceTheStreamsOwnBeginningIsUsual() {
        DriftWatch watch = Streams.watch(LAWS.size(), null);
        SplittableRandom random = new SplittableRandom(4);
        assertThat(watch.reference()).isNull();
        assertThat(Streams.send(watch, LAWS, 0, 40_000, random)).isEmpty();
        assertThat(watch.reference().learned()).isTrue();
        assertThat(watch.reference().events()).isEqualTo(1000);

        List<Streams.Law> moved =
                LAWS.stream().map(law -> (Streams.Law) r -> law.draw(r) + 3).toList();
        assertThat(Streams.send(watch, moved, 40_000, 41_000, random))
                .extracting(Drift::kind)
                .contains(DriftKind.INPUT);
    }

    @Test
    void withNeitherOnlyTheContractIsWatched() {
        FeatureReader reader = FeatureReader.of(new int[] {LAWS.size()}, new float[0], new float[0]);
        DriftWatch watch = new DriftWatch(reader, null, Streams.options(0), "model");
        Streams.send(watch, LAWS, 0, 400, new SplittableRandom(4));
        watch.refused(1, 100, 400, 8);

        assertThat(watch.told()).extracting(Drift::kind).containsExactly(DriftKind.CONTRACT);
        assertThat(watch.windows()).isZero();
        Weights none = null;
        watch.learned(none, 9);
        assertThat(watch.parameters()).isNull();
    }
}
