// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.view;

import static io.perennial.adaptation.view.ImageViewOptions.PUBLISHED;
import static io.perennial.adaptation.view.ImageViewOptions.STILL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.network.Batch;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ImageViewsTest {

    private final SplittableRandom random = new SplittableRandom(17);

    @Test
    void changesNothingWhenEveryAmplitudeIsZero() {
        Batch batch = images(5, 3, 7, 6);
        Batch view = new ImageViews(STILL).view(batch, random);
        assertThat(view.values()).containsExactly(batch.values());
        assertThat(view.shape()).containsExactly(5, 3, 7, 6);
    }

    @Test
    void leavesTheBatchAsItIs() {
        Batch batch = images(4, 3, 8, 8);
        float[] before = batch.values().clone();
        Batch view = new ImageViews(PUBLISHED).view(batch, random);
        assertThat(batch.values()).containsExactly(before);
        assertThat(view.values()).isNotSameAs(batch.values());
        assertThat(view.shape()).isNotSameAs(batch.shape());
    }

    @Test
    void givesTheSameViewForTheSameSeedAndAnotherForAnother() {
        Batch batch = images(4, 1, 8, 8);
        ImageViews views = new ImageViews(PUBLISHED);
        float[] one = views.view(batch, new SplittableRandom(1)).values();
        assertThat(views.view(batch, new SplittableRandom(1)).values()).containsExactly(one);
        assertThat(views.view(batch, new SplittableRandom(2)).values()).isNotEqualTo(one);
    }

    @Test
    void flipsRowsEndForEnd() {
        Batch batch = new Batch(new float[] {.1f, .2f, .3f, .4f, .5f, .6f}, 1, 1, 2, 3);
        assertThat(new ImageViews(STILL.flip(1)).view(batch, random).values())
                .containsExactly(.3f, .2f, .1f, .6f, .5f, .4f);
    }

    @Test
    void flipsAboutHalfOfTheEvents() {
        Batch batch = rows(10_000, .2f, .8f);
        float[] view = new ImageViews(STILL.flip(0.5f)).view(batch, random).values();
        int flipped = 0;
        for (int event = 0; event < 10_000; event++) {
            flipped += view[2 * event] == .8f ? 1 : 0;
        }
        assertThat(flipped).isBetween(4_800, 5_200);
    }

    @Test
    void drawsBrightnessUniformlyWithinItsAmplitude() {
        ImageViewOptions options = new ImageViewOptions(.4f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, false);
        float[] view =
                new ImageViews(options).view(rows(10_000, .5f, .25f), random).values();
        double sum = 0;
        double squares = 0;
        for (int event = 0; event < 10_000; event++) {
            double factor = view[2 * event] / .5;
            assertThat(factor).isBetween(.6 - 1e-6, 1.4 + 1e-6);
            assertThat(view[2 * event + 1] / .25).isEqualTo(factor, Offset.offset(1e-5));
            sum += factor;
            squares += (factor - 1) * (factor - 1);
        }
        assertThat(sum / 10_000).isEqualTo(1, Offset.offset(.01));
        assertThat(squares / 10_000).isEqualTo(.4 * .4 / 3, Offset.offset(.002));
    }

    @Test
    void addsNoiseOfTheGivenDeviationInUnitsOfWhite() {
        ImageViewOptions options = new ImageViewOptions(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .005f, 0, 255, 255, false);
        float[] values = new float[20_000];
        Arrays.fill(values, 100);
        float[] view = new ImageViews(options)
                .view(new Batch(values, 1, 1, 100, 200), random)
                .values();
        double squares = 0;
        for (float value : view) {
            squares += (value - 100) * (value - 100);
        }
        assertThat(Math.sqrt(squares / 20_000)).isEqualTo(.005 * 255, Offset.offset(.03));
    }

    @Test
    void sharesOneTransformInABatchWhenAsked() {
        float[] image = images(1, 1, 8, 8).values();
        float[] twice = Arrays.copyOf(image, 128);
        System.arraycopy(image, 0, twice, 64, 64);
        Batch batch = new Batch(twice, 2, 1, 8, 8);
        ImageViewOptions quiet =
                new ImageViewOptions(.4f, .3f, .5f, .06f, .3f, 15, 1 / 16f, .1f, .001f, .5f, .5f, 0, 0, 1, 1, false);
        float[] shared =
                new ImageViews(quiet.perBatch(true)).view(batch, random).values();
        assertThat(Arrays.copyOf(shared, 64)).containsExactly(Arrays.copyOfRange(shared, 64, 128));
        float[] own = new ImageViews(quiet).view(batch, random).values();
        assertThat(Arrays.copyOf(own, 64)).isNotEqualTo(Arrays.copyOfRange(own, 64, 128));
    }

    @Test
    void keepsWhatLiesBeyondBlackAndWhiteWhereTheContractAllowsIt() {
        Batch batch = new Batch(new float[] {-3, -1, 2, 3.5f}, 1, 1, 2, 2);
        assertThat(new ImageViews(STILL.range(-4, 4)).view(batch, random).values())
                .containsExactly(-3, -1, 2, 3.5f);
        assertThat(new ImageViews(STILL).view(batch, random).values()).containsExactly(0, 0, 1, 1);
        assertThat(new ImageViews(STILL.range(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY))
                        .view(batch, random)
                        .values())
                .containsExactly(-3, -1, 2, 3.5f);
    }

    @Test
    void noStrengthMeansNoChangeAndHalfMeansHalfTheAmplitudes() {
        assertThat(PUBLISHED.strength(0).flip(0)).isEqualTo(STILL);
        assertThat(PUBLISHED.strength(1)).isEqualTo(PUBLISHED);
        assertThat(PUBLISHED.strength(.5f).rotation()).isEqualTo(7.5f);
        assertThatThrownBy(() -> PUBLISHED.strength(2)).hasMessageContaining("expected strength from 0.0 to 1.0");
    }

    @Test
    void acceptsABatchWithoutEvents() {
        assertThat(new ImageViews(PUBLISHED)
                        .view(new Batch(new float[0], 0, 3, 4, 4), random)
                        .size())
                .isZero();
    }

    @Test
    void refusesWhatIsNoImage() {
        assertThatThrownBy(() -> new ImageViews(STILL).view(new Batch(new float[8], 2, 4), random))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("image views refused: expected a batch [B, 1 or 3, H, W], got [2, 4];"
                        + " choose views for tables or none");
        assertThatThrownBy(() -> PUBLISHED.flip(1.5f)).hasMessageContaining("expected flip from 0.0 to 1.0, got 1.5");
        assertThatThrownBy(() -> PUBLISHED.range(1, 1)).hasMessageContaining("expected minimum < maximum");
    }

    private Batch images(int size, int channels, int height, int width) {
        float[] values = new float[size * channels * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return new Batch(values, size, channels, height, width);
    }

    private static Batch rows(int size, float left, float right) {
        float[] values = new float[2 * size];
        for (int event = 0; event < size; event++) {
            values[2 * event] = left;
            values[2 * event + 1] = right;
        }
        return new Batch(values, size, 1, 1, 2);
    }
}
