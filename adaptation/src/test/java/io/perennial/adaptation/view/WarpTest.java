// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WarpTest {

    private static final ColourJitter NONE = new ColourJitter(new int[0], 1, 1, 1, 0, 1);

    @Test
    void aQuarterTurnMovesTheTopRowToTheRightColumn() {
        float[] image = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        assertThat(warp(image, 3, 3, Math.PI / 2, 1, 0, 0, 0))
                .containsExactly(new float[] {7, 4, 1, 8, 5, 2, 9, 6, 3}, Offset.offset(1e-5f));
    }

    @Test
    void aShiftRepeatsTheEdge() {
        float[] image = {1, 2, 3, 4, 5, 6};
        assertThat(warp(image, 2, 3, 0, 1, 1, 0, 0)).containsExactly(1, 1, 2, 4, 4, 5);
        assertThat(warp(image, 2, 3, 0, 1, 0, -1, 0)).containsExactly(4, 5, 6, 4, 5, 6);
    }

    @Test
    void twiceTheSizeShowsTheMiddle() {
        float[] image = {0, 4, 8, 12};
        assertThat(warp(image, 1, 4, 0, 2, 0, 0, 0)).containsExactly(3, 5, 7, 9);
    }

    @Test
    void blurSpreadsAPointByTheGaussianOfFiveTaps() {
        float[] image = new float[49];
        image[24] = 1;
        float[] blurred = warp(image, 7, 7, 0, 1, 0, 0, .5);
        double near = Math.exp(-2);
        double far = Math.exp(-8);
        double sum = 1 + 2 * near + 2 * far;
        assertThat(blurred[24]).isEqualTo((float) (1 / sum / sum), Offset.offset(1e-6f));
        assertThat(blurred[25]).isEqualTo((float) (near / sum / sum), Offset.offset(1e-6f));
        assertThat(blurred[24 + 14 - 2]).isEqualTo((float) (far * far / sum / sum), Offset.offset(1e-8f));
        assertThat(blurred[27]).isZero();
    }

    @Test
    void equalsPaddingByHalfThenMappingThenBlurringThenCropping() {
        SplittableRandom random = new SplittableRandom(23);
        for (int trial = 0; trial < 50; trial++) {
            int side = 8 + 2 * random.nextInt(7);
            int plane = side * side;
            float[] image = new float[3 * plane];
            for (int i = 0; i < image.length; i++) {
                image[i] = random.nextFloat();
            }
            ImageTransform drawn = ImageTransform.draw(ImageViewOptions.PUBLISHED, side, side, random);
            float[] direct = new float[image.length];
            new Warp(3, side, side).apply(image, drawn, direct, 0);
            for (int from = 0; from < image.length; from += plane) {
                float[] padded = PaddedWarp.apply(Arrays.copyOfRange(image, from, from + plane), side, side, drawn);
                assertThat(Arrays.copyOfRange(direct, from, from + plane))
                        .containsExactly(padded, Offset.offset(1e-5f));
            }
        }
    }

    private static float[] warp(
            float[] image, int height, int width, double angle, double scale, int right, int down, double sigma) {
        float[] target = new float[image.length];
        new Warp(1, height, width)
                .apply(image, new ImageTransform(NONE, angle, scale, right, down, sigma, false), target, 0);
        return target;
    }
}
