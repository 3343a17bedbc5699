// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.quality.EstimateSums;
import io.perennial.adaptation.quality.Judged;
import io.perennial.adaptation.quality.LabelledSums;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.harness.StateStores;
import io.perennial.observe.QualityMetrics;
import io.perennial.score.SourceCalibration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QualityBoardTest {

    private static final int EVENTS = 2000;
    private static final SourceCalibration KNOWN = new SourceCalibration(1, 0.9, Optional.empty());

    private final KeyValueStore<String, byte[]> store = StateStores.open("quality");
    private final KeyValueStore<String, byte[]> other = StateStores.open("other");

    private static QualityBoard board(KeyValueStore<String, byte[]> store, double risk, double level) {
        TemperatureChoice temperature = TemperatureChoice.parse("bundle");
        return new QualityBoard(
                new QualityStore(store),
                new PublishOptions(p -> new byte[0], 0, risk, temperature, level, 0.005, 100, Duration.ofHours(1)));
    }

    /** Event by event: the set, whether it abstains, and the windows that end; restarted before every so many events. */
    private static List<String> run(KeyValueStore<String, byte[]> store, int restartEvery) {
        List<String> seen = new ArrayList<>();
        QualityBoard board = board(store, 0.1, 0.9);
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < EVENTS; i++) {
            if (i % restartEvery == restartEvery - 1) {
                board = board(store, 0.1, 0.9);
            }
            float sure = 0.5f + 0.5f * (float) random.nextDouble();
            Probabilities p = new Probabilities(new float[] {sure, 1 - sure}, 2);
            float threshold = board.setThreshold();
            boolean abstains = board.abstains(sure);
            EstimateSums estimate = board.predicted(p, p, 0, i, i / 64, KNOWN);
            board.savePredicted();
            int truth = random.nextDouble() < sure - (i > 1000 ? 0.2 : 0) ? 0 : 1;
            board.label(i % 7 == 0 ? QualityMetrics.Label.LATE : QualityMetrics.Label.JOINED);
            LabelledSums window = i % 7 == 0
                    ? null
                    : board.judged(new Judged(p, 0, p, threshold, 0.3f, abstains, i, i / 64, truth, i % 50));
            board.saveJudged();
            seen.add(threshold + " " + abstains
                    + (estimate == null ? "" : text(QualityJson.estimate(0, estimate, 0.9, board.labelled())))
                    + (window == null ? "" : text(QualityJson.labelled(0, window, 0.9, board.labels()))));
        }
        return seen;
    }

    private static String text(byte[] json) {
        return HexFormat.of().formatHex(json);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 333})
    void aRestartChangesNothing(int every) {
        assertThat(run(store, every)).isEqualTo(run(other, Integer.MAX_VALUE));
    }

    @Test
    void anotherLevelOrRiskBeginsAnewButKeepsTheScores() {
        run(store, Integer.MAX_VALUE);
        QualityBoard same = board(store, 0.1, 0.9);
        QualityBoard larger = board(store, 0.2, 0.95);
        assertThat(larger.setThreshold()).isGreaterThan(same.setThreshold());
        assertThat(larger.abstains(0.81f)).isFalse();
        assertThat(larger.abstains(0.79f)).isTrue();
        assertThat(larger.labels().of(QualityMetrics.Label.LATE)).isEqualTo((EVENTS + 6) / 7);
    }

    @Test
    void whatOnlyPredictsWritesNothingOfLabels() {
        QualityBoard board = board(store, 0.1, 0.9);
        assertThat(board.setThreshold()).isNaN();
        Probabilities p = new Probabilities(new float[] {0.75f, 0.25f}, 2);
        board.predicted(p, null, 0, 1, 1, KNOWN);
        board.savePredicted();
        board.saveJudged();
        assertThat(store.get("sets")).isNull();
        assertThat(store.get("estimate-running")).isNotNull();
    }

    @Test
    void aWindowWithoutAFinitePredictionHasNoTimes() {
        String json = new String(
                QualityJson.estimate(0, new EstimateSums(), Double.NaN, new LabelledSums()), StandardCharsets.UTF_8);
        assertThat(json).contains("\"fromTime\":null", "\"toStep\":null", "\"adapted\":null");
    }
}
