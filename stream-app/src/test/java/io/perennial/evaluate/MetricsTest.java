// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.uncertainty.BrierScore;
import io.perennial.adaptation.uncertainty.Calibration;
import io.perennial.adaptation.uncertainty.LogLoss;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {

    /** Two events, three classes. */
    private static final Probabilities PREDICTED =
            new Probabilities(new float[] {0.5f, 0.25f, 0.25f, 0.125f, 0.125f, 0.75f}, 3);

    @Test
    void brierSumsOverClassesAndAveragesOverEvents() {
        BrierScore brier = new BrierScore();
        brier.add(PREDICTED, 0, 0);
        brier.add(PREDICTED, 1, 0);
        double first = 0.25 + 0.0625 + 0.0625;
        double second = 0.875 * 0.875 + 0.125 * 0.125 + 0.75 * 0.75;
        assertThat(brier.mean()).isCloseTo((first + second) / 2, within(1e-12));
    }

    @Test
    void logLossIsTheNegativeLogarithmOfTheLabelsProbability() {
        LogLoss loss = new LogLoss();
        loss.add(new Logits(new float[] {(float) Math.log(3), 0, 0}, 3), 0, 0);
        loss.add(new Logits(new float[] {0, 0, 0}, 3), 0, 2);
        assertThat(loss.mean()).isCloseTo((Math.log(5 / 3.0) + Math.log(3)) / 2, within(1e-7));
    }

    @Test
    void logLossOfACertainMistakeIsFinite() {
        LogLoss loss = new LogLoss();
        loss.add(new Logits(new float[] {1000, 0}, 2), 0, 1);
        assertThat(loss.mean()).isEqualTo(1000);
    }

    @Test
    void calibrationComparesConfidenceAndAccuracyBinByBin() {
        Calibration calibration = new Calibration();
        calibration.add(PREDICTED, 0, 0);
        calibration.add(PREDICTED, 0, 1);
        calibration.add(PREDICTED, 0, 2);
        calibration.add(PREDICTED, 1, 2);
        // 0.5 falls into (7/15, 8/15]: accuracy 1/3 of three events; 0.75 into (11/15, 12/15]: right.
        assertThat(calibration.expectedError()).isCloseTo((3 * (0.5 - 1 / 3.0) + 0.25) / 4, within(1e-7));
        assertThat(calibration.bins().get(7)).isEqualTo(new Calibration.Bin(3, 0.5, 1 / 3.0));
        assertThat(calibration.bins().get(11)).isEqualTo(new Calibration.Bin(1, 0.75, 1));
    }

    @Test
    void aConfidenceOfOneIsInTheLastBin() {
        Calibration calibration = new Calibration();
        calibration.add(new Probabilities(new float[] {1, 0}, 2), 0, 0);
        assertThat(calibration.bins().get(Calibration.BINS - 1).events()).isOne();
        assertThat(calibration.expectedError()).isZero();
    }

    @Test
    void theLastTenthIsRoundedUpToAWholeEvent() {
        Hits hits = new Hits();
        for (int i = 0; i < 15; i++) {
            hits.add(i != 13);
        }
        assertThat(hits.error()).isEqualTo(1 / 15.0);
        assertThat(hits.lastTenth()).isEqualTo(0.5);
    }

    @Test
    void segmentsAndVisitsAreCountedApart() {
        Rows rows = new Rows.Floats(new float[4], 4, 1);
        Recording recording = Recording.of(rows, new int[4], Segments.of("b", "a", "b", "a"));
        Hits hits = new Hits();
        for (int i = 0; i < 8; i++) {
            hits.add(i % 2 == 0 || i == 7);
        }
        assertThat(hits.bySegment(recording, 0, 1, 2, 3, 0, 1, 2, 3))
                .isEqualTo(List.of(new Hits.Part("b", 4, 0), new Hits.Part("a", 4, 0.75)));
        assertThat(hits.byVisit(2)).isEqualTo(List.of(new Hits.Part("1", 4, 0.5), new Hits.Part("2", 4, 0.25)));
    }

    @Test
    void eventsOfUnknownClassTakeTheirPlaceAndCountInNoRate() {
        Recording recording =
                Recording.of(new float[5], new int[] {1}, new int[] {0, -1, 0, -1, -1}, "a", "a", "a", "b", "b");
        Hits hits = new Hits();
        hits.add(true);
        hits.skip();
        hits.add(false);
        hits.skip();
        hits.skip();
        assertThat(hits.size()).isEqualTo(5);
        assertThat(hits.error()).isEqualTo(0.5);
        assertThat(hits.lastTenth()).isNaN();
        assertThat(hits.bySegment(recording, 0, 1, 2, 3, 4))
                .isEqualTo(List.of(new Hits.Part("a", 3, 0.5), new Hits.Part("b", 2, Double.NaN)));
    }

    @Test
    void spreadIsTheSampleDeviation() {
        assertThat(Spread.of(1, 2, 3)).isEqualTo(new Spread(2, 1));
        assertThat(Spread.of(7)).isEqualTo(new Spread(7, 0));
    }
}
