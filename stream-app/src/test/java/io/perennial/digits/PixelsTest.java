// SPDX-License-Identifier: Apache-2.0
package io.perennial.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PixelsTest {

    private static final Offset<Float> CLOSE = Offset.offset(1e-6f);

    @Test
    void aQuarterTurnMovesCornersToCorners() {
        float[] image = new float[64];
        image[0] = 1;
        Pixels.rotate(image, Math.PI / 2);
        assertThat(image[0]).isEqualTo(0, CLOSE);
        assertThat(image[7] + image[56]).isEqualTo(1, CLOSE);
        Pixels.rotate(image, -Math.PI / 2);
        assertThat(image[0]).isEqualTo(1, CLOSE);
    }

    @Test
    void blurKeepsAConstantImageAndTheInkOfACentralPoint() {
        float[] flat = new float[64];
        Arrays.fill(flat, 0.3f);
        Pixels.blur(flat, 1);
        assertThat(flat).containsOnly(new float[] {0.3f}, CLOSE);

        float[] point = new float[64];
        point[3 * 8 + 4] = 1;
        Pixels.blur(point, 0.8);
        float sum = 0;
        for (float value : point) {
            sum += value;
        }
        assertThat(sum).isEqualTo(1, Offset.offset(1e-5f));
        assertThat(point[3 * 8 + 3]).isEqualTo(point[3 * 8 + 5], CLOSE).isEqualTo(point[2 * 8 + 4], CLOSE);
    }

    @Test
    void aSlopeHasNoEffectOnTheMean() {
        float[] image = new float[64];
        Pixels.addSlope(image, 1, 0);
        assertThat(image[0]).isEqualTo(-1, CLOSE);
        assertThat(image[7]).isEqualTo(1, CLOSE);
        assertThat(image[56]).isEqualTo(-1, CLOSE);
    }

    @Test
    void noConditionDoesAnythingAtSeverityZero() {
        float[] image = Digits.load().image(0);
        for (Condition condition : Condition.values()) {
            float[] shown = image.clone();
            condition.apply(shown, 0, new SplittableRandom(1));
            assertThat(shown).as(condition.name()).containsExactly(image, CLOSE);
        }
    }
}
