// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.adaptation.quality.Judged;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Shelf;
import io.perennial.fuzz.Target;
import io.perennial.observe.QualityMetrics;
import io.perennial.score.SourceCalibration;
import java.time.Duration;
import java.util.List;

/** What is known of the quality of predictions, as a changelog gives it back. */
public final class QualityTarget implements Target {

    private static final Probabilities P = new Probabilities(new float[] {0.75f, 0.25f}, 2);

    /** Five quarters of two windows, 500 scores, and a copy of each number. */
    @Override
    public Contract contract() {
        return new Contract(IllegalStateException.class, "refused: expected ", 1 << 20, 1_000);
    }

    @Override
    public void read(byte[] input) {
        Shelf<String> shelf = Shelf.of("quality", input, Shelf::text);
        QualityBoard board = board(shelf);
        goOn(board);
        board(shelf).labelled();
    }

    private static QualityBoard board(Shelf<String> shelf) {
        return new QualityBoard(
                new QualityStore(shelf),
                new PublishOptions(
                        PredictionJson::encode,
                        0.5f,
                        0.1,
                        TemperatureChoice.parse("none"),
                        0.9,
                        0.01,
                        4,
                        Duration.ofSeconds(1)));
    }

    private static void goOn(QualityBoard board) {
        board.predicted(P, P, 0, 1_000, 5, SourceCalibration.NONE);
        board.judged(new Judged(P, 0, P, 0.5f, 0.4f, false, 1_000, 5, 1, 20));
        board.label(QualityMetrics.Label.JOINED);
        board.savePredicted();
        board.saveJudged();
        board.labelled();
        board.estimate();
        board.setThreshold();
    }

    @Override
    public List<byte[]> seeds() {
        Shelf<String> shelf = new Shelf<>("quality");
        goOn(board(shelf));
        Shelf<String> older = new Shelf<>("quality");
        older.put("sets", new byte[8 * 5]);
        return List.of(shelf.bytes(Shelf::bytes), older.bytes(Shelf::bytes));
    }
}
