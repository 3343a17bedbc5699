// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.quality.AdaptiveSets;
import io.perennial.adaptation.quality.Judged;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.harness.StateStores;
import io.perennial.observe.QualityMetrics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/** State that earlier releases wrote, byte for byte, and what becomes of it. */
class OlderStateTest {

    private static final String STAMP = "\0format";
    private static final byte[] FORMAT_2 = {0, 0, 0, 2};
    private static final byte[] NEWER = {0, 0, 0, 3};
    private static final long NOW = 1000;

    private final KeyValueStore<String, byte[]> store = StateStores.open("older");
    private final List<QualityMetrics.Label> outcomes = new ArrayList<>();

    @Test
    void aLabelThatWaitedStillMeetsItsPrediction() {
        // Label 7, nothing predicted, since 900.
        store.put("early", hex("00000007 ffffffff ffffffff 0000000000000384"));
        Judged judged = join().predicted("early", prediction(), NOW);
        assertThat(judged.truth()).isEqualTo(7);
        assertThat(outcomes).containsExactly(QualityMetrics.Label.JOINED);
        assertThat(store.get(STAMP)).isEqualTo(FORMAT_2);
    }

    @Test
    void aPredictionThatWaitedWithoutItsProbabilitiesIsLeftBehind() {
        store.put("late", hex("ffffffff 00000003 00000003 0000000000000384"));
        LabelJoin join = join();
        assertThat(join.labelled("late", 3, NOW)).isNull();
        assertThat(outcomes).isEmpty();
        assertThat(join.predicted("late", prediction(), NOW))
                .as("the label waits from now on")
                .isNotNull();
    }

    @Test
    void whatTheReleaseBeforeStampsWroteIsKeptAsItIs() {
        byte[] label = Outcome.label(5, 900);
        store.put("e", label);
        join().expire(NOW);
        assertThat(store.get("e")).isEqualTo(label);
        assertThat(store.get(STAMP)).isEqualTo(FORMAT_2);
    }

    @Test
    void theStampDoesNotExpire() {
        LabelJoin join = join();
        join.expire(NOW);
        join.expire(Long.MAX_VALUE / 2);
        assertThat(store.get(STAMP)).isEqualTo(FORMAT_2);
    }

    @Test
    void newerStateIsRefused() {
        store.put(STAMP, NEWER);
        assertThatThrownBy(this::join).hasMessageContaining("refused: expected format 1 to 2, got 3");
        assertThatThrownBy(() -> new QualityStore(store))
                .hasMessageContaining("refused: expected format 1 to 2, got 3");
    }

    @Test
    void scoresThatWereOneArrayAreReadAndTakenApartWithTheFirstWrite() {
        // Level 0.5, miss 0.4, next place 2, scores 0.25 and 0.75.
        store.put("sets", doubles(0.5, 0.4, 2, 0.25, 0.75));

        QualityStore quality = new QualityStore(store);
        assertThat(sets(quality).miss()).isEqualTo(0.4);
        assertThat(sets(quality).threshold()).isEqualTo(0.75f);
        assertThat(store.get(STAMP)).as("nothing is written yet").isNull();

        quality.put("risk", 1, 2, 3);
        assertThat(store.get("sets")).isNull();
        assertThat(store.get("sets-score-1")).isEqualTo(doubles(0.75));
        assertThat(sets(new QualityStore(store)).threshold()).isEqualTo(0.75f);
        assertThat(store.get(STAMP)).isEqualTo(FORMAT_2);
    }

    @Test
    void scoresInOneArrayThatWereLeftBehindDoNotComeBack() {
        store.put("sets", doubles(0.5, 0.4, 2, 0.25, 0.75));
        store.put("sets-place", doubles(0.5, 0.1, 1, 1));
        store.put("sets-score-0", doubles(0.875));

        QualityStore quality = new QualityStore(store);
        quality.put("risk", 1, 2, 3);
        assertThat(sets(quality).miss()).isEqualTo(0.1);
        assertThat(store.get("sets-score-0")).isEqualTo(doubles(0.875));
        assertThat(store.get("sets")).isNull();
    }

    private static AdaptiveSets sets(QualityStore quality) {
        AdaptiveSets sets = new AdaptiveSets(0.5, 0.01, 10);
        sets.load(name -> quality.get("sets-" + name));
        return sets;
    }

    private LabelJoin join() {
        return new LabelJoin(store, Duration.ofHours(1), outcomes::add);
    }

    private static Judged prediction() {
        Probabilities p = new Probabilities(new float[] {0.75f, 0.25f}, 2);
        return new Judged(p, 0, null, Float.NaN, Float.NaN, false, NOW, 3, -1, 0);
    }

    private static byte[] hex(String bytes) {
        return HexFormat.of().parseHex(bytes.replace(" ", ""));
    }

    private static byte[] doubles(double... numbers) {
        ByteBuffer out = ByteBuffer.allocate(Double.BYTES * numbers.length);
        out.asDoubleBuffer().put(numbers);
        return out.array();
    }
}
