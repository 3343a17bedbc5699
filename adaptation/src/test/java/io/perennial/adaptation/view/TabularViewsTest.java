// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.network.Batch;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TabularViewsTest {

    private static final float[] REFERENCE = {1, 100, 7, 2, 300, 7, 3, 200, 7, 6, 400, 7};
    private static final float NONE = Float.POSITIVE_INFINITY;

    private final SplittableRandom random = new SplittableRandom(29);

    @Test
    void changesNothingWithoutNoiseAndResampling() {
        Batch batch = new Batch(new float[] {5, 6, 7, 8, 9, 10}, 2, 3);
        assertThat(TabularViews.like(0, 0, -NONE, NONE, REFERENCE, 3)
                        .view(batch, random)
                        .values())
                .containsExactly(batch.values());
        assertThat(TabularViews.standardised(0, -NONE, NONE).view(batch, random).values())
                .containsExactly(batch.values());
    }

    @Test
    void noiseIsInUnitsOfEachFeaturesOwnDeviation() {
        float[] view = TabularViews.like(.5, 0, -NONE, NONE, REFERENCE, 3)
                .view(new Batch(new float[30_000], 10_000, 3), random)
                .values();
        assertThat(deviation(view, 0)).isEqualTo(.5 * Math.sqrt(3.5), Offset.offset(.03));
        assertThat(deviation(view, 1)).isEqualTo(.5 * Math.sqrt(12_500), Offset.offset(2.0));
        assertThat(deviation(view, 2)).as("a feature that never varies").isZero();
    }

    @Test
    void replacesTheAskedShareOfFeaturesByValuesOfTheirOwnColumn() {
        float[] view = TabularViews.like(0, .25, -NONE, NONE, REFERENCE, 3)
                .view(new Batch(new float[30_000], 10_000, 3), random)
                .values();
        int replaced = 0;
        int sixes = 0;
        for (int row = 0; row < 10_000; row++) {
            assertThat(view[3 * row]).isIn(0f, 1f, 2f, 3f, 6f);
            assertThat(view[3 * row + 1]).isIn(0f, 100f, 200f, 300f, 400f);
            assertThat(view[3 * row + 2]).isIn(0f, 7f);
            replaced += view[3 * row] != 0 ? 1 : 0;
            sixes += view[3 * row] == 6 ? 1 : 0;
        }
        assertThat(replaced).isBetween(2_350, 2_650);
        assertThat(sixes).isBetween(540, 710);
    }

    @Test
    void staysWithinTheContractAndLeavesTheBatchAsItIs() {
        Batch batch = new Batch(new float[1_000], 10, 100);
        float[] view =
                TabularViews.standardised(1, -.5f, .25f).view(batch, random).values();
        assertThat(batch.values()).containsOnly(0);
        for (float value : view) {
            assertThat(value).isBetween(-.5f, .25f);
        }
    }

    @Test
    void refusesAReferenceThatDoesNotFit() {
        assertThatThrownBy(() -> TabularViews.like(0, .1, 0, 1, REFERENCE, 5))
                .hasMessageContaining("expected reference rows of 5 features, got 12 values");
        assertThatThrownBy(() -> TabularViews.like(0, .1, 0, 1, new float[] {1, Float.NaN}, 2))
                .hasMessageContaining("expected finite reference values, got NaN [row 0, feature 1]");
        TabularViews views = TabularViews.like(0, .1, 0, 1, REFERENCE, 3);
        assertThatThrownBy(() -> views.view(new Batch(new float[4], 2, 2), random))
                .hasMessageContaining("expected events of 3 features like the reference, got 2");
        assertThatThrownBy(() -> TabularViews.standardised(Double.NaN, 0, 1)).hasMessageContaining("got NaN");
    }

    private static double deviation(float[] values, int column) {
        double squares = 0;
        for (int i = column; i < values.length; i += 3) {
            squares += (double) values[i] * values[i];
        }
        return Math.sqrt(squares / (values.length / 3.0));
    }
}
