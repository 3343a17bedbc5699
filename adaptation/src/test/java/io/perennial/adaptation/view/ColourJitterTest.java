// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ColourJitterTest {

    private static final int[] ORDER = {0, 1, 2, 3, 4};
    private static final Offset<Float> CLOSE = Offset.offset(1e-5f);

    @Test
    void aThirdOfTheCircleTurnsRedToGreenToBlue() {
        float[] image = {1, 0, 0};
        assertThat(apply(image, new ColourJitter(ORDER, 1, 1, 1, 1 / 3.0, 1)))
                .containsExactly(new float[] {0, 1, 0}, CLOSE);
        assertThat(apply(image, new ColourJitter(ORDER, 1, 1, 1, 1 / 3.0, 1)))
                .containsExactly(new float[] {0, 0, 1}, CLOSE);
        assertThat(apply(image, new ColourJitter(ORDER, 1, 1, 1, -2 / 3.0, 1)))
                .containsExactly(new float[] {1, 0, 0}, CLOSE);
    }

    @Test
    void aTwelfthOfTheCircleTurnsRedToOrange() {
        assertThat(apply(new float[] {.9f, .1f, .1f}, new ColourJitter(ORDER, 1, 1, 1, 1 / 12.0, 1)))
                .containsExactly(new float[] {.9f, .5f, .1f}, CLOSE);
    }

    @Test
    void noSaturationLeavesTheGreyOfTheBroadcastWeights() {
        float grey = .2989f * .2f + .587f * .4f + .114f * .6f;
        assertThat(apply(new float[] {.2f, .4f, .6f}, new ColourJitter(ORDER, 1, 1, 0, 0, 1)))
                .containsExactly(new float[] {grey, grey, grey}, CLOSE);
    }

    @Test
    void contrastMovesValuesAboutTheMean() {
        float[] image = {.2f, .6f};
        new ColourJitter(ORDER, 1, .5, 1, 0, 1).apply(image, 1, ImageViewOptions.STILL);
        assertThat(image).containsExactly(new float[] {.3f, .5f}, CLOSE);
    }

    @Test
    void gammaIsOddAndGoesOnAlongItsTangentAboveWhite() {
        float[] image = {.25f, -.25f, 1, 3, -3};
        new ColourJitter(ORDER, 1, 1, 1, 0, .5).apply(image, 1, ImageViewOptions.STILL.range(-4, 4));
        assertThat(image).containsExactly(new float[] {.5f, -.5f, 1, 2, -2}, CLOSE);
    }

    @Test
    void clipsAfterEachOperation() {
        float[] image = {.8f, .1f};
        new ColourJitter(ORDER, 2, .5, 1, 0, 1).apply(image, 1, ImageViewOptions.STILL);
        assertThat(image).as("1.0 and 0.2 halved about 0.6").containsExactly(new float[] {.8f, .4f}, CLOSE);
    }

    @Test
    void drawsEveryOrderEquallyOften() {
        TreeMap<String, Integer> counts = new TreeMap<>();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 24_000; i++) {
            counts.merge(
                    Arrays.toString(ColourJitter.draw(ImageViewOptions.PUBLISHED, random)
                            .order()),
                    1,
                    Integer::sum);
        }
        assertThat(counts).hasSize(120);
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(130, 270));
    }

    private static float[] apply(float[] image, ColourJitter jitter) {
        jitter.apply(image, 3, ImageViewOptions.STILL);
        return image;
    }
}
