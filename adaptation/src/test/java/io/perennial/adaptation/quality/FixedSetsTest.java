// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FixedSetsTest {

    @Test
    void ofAllScoresItTakesTheRankOfSplitConformal() {
        float[] scores = new float[9];
        for (int i = 0; i < 9; i++) {
            scores[i] = (i + 1) / 10f;
        }
        assertThat(FixedSets.threshold(9, scores, 0.9)).isEqualTo(0.9f);
        assertThat(FixedSets.threshold(9, scores, 0.5)).isEqualTo(0.5f);
        assertThat(FixedSets.threshold(9, scores, 0.95)).isEqualTo(Float.POSITIVE_INFINITY);
    }

    @Test
    void ofFewerItTakesTheNextLargerOne() {
        float[] scores = {0, 0.25f, 0.5f, 0.75f, 1};
        assertThat(FixedSets.threshold(101, scores, 0.5)).isEqualTo(0.5f);
        assertThat(FixedSets.threshold(101, scores, 0.51)).isEqualTo(0.75f);
    }
}
