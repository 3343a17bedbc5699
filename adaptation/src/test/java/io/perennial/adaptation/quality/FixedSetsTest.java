// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FixedSetsTest {

    @Test
    void ofAllScoresItTakesTheRankOfSplitConformal() {
        List<Float> scores = List.of(0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f);
        assertThat(FixedSets.threshold(9, scores, 0.9)).isEqualTo(0.9f);
        assertThat(FixedSets.threshold(9, scores, 0.5)).isEqualTo(0.5f);
        assertThat(FixedSets.threshold(9, scores, 0.95)).isEqualTo(Float.POSITIVE_INFINITY);
    }

    @Test
    void ofFewerItTakesTheNextLargerOne() {
        List<Float> scores = List.of(0f, 0.25f, 0.5f, 0.75f, 1f);
        assertThat(FixedSets.threshold(101, scores, 0.5)).isEqualTo(0.5f);
        assertThat(FixedSets.threshold(101, scores, 0.51)).isEqualTo(0.75f);
    }
}
