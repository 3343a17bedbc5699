// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.network.Batch;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ViewsPropertyTest {

    @Property(tries = 200)
    void viewsKeepShapeRangeAndBatchAndDependOnTheSeedAlone(
            @ForAll("shapes") int[] shape, @ForAll long seed, @ForAll boolean perBatch) {
        Batch batch = random(shape, seed, -6, 6);
        float[] before = batch.values().clone();
        Views views = new ImageViews(ImageViewOptions.PUBLISHED.range(-4, 4).perBatch(perBatch));
        Batch view = views.view(batch, new SplittableRandom(seed));
        assertThat(view.shape()).containsExactly(shape);
        for (float value : view.values()) {
            assertThat(value >= -4 && value <= 4).as("%s", value).isTrue();
        }
        assertThat(batch.values()).containsExactly(before);
        assertThat(views.view(batch, new SplittableRandom(seed)).values()).containsExactly(view.values());
    }

    @Property(tries = 100)
    void greyImagesStayGreyWhateverHappensToTheirColour(@ForAll long seed) {
        float[] values = new float[3 * 36];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 36; i++) {
            values[i] = values[i + 36] = values[i + 72] = random.nextFloat();
        }
        ImageViewOptions quiet =
                new ImageViewOptions(.4f, .3f, .5f, .06f, .3f, 15, 1 / 16f, .1f, .001f, .5f, .5f, 0, 0, 1, 1, false);
        float[] view = new ImageViews(quiet)
                .view(new Batch(values, 1, 3, 6, 6), random)
                .values();
        for (int i = 0; i < 36; i++) {
            assertThat(Math.abs(view[i] - view[i + 36]) + Math.abs(view[i] - view[i + 72]))
                    .isLessThan(1e-4f);
        }
    }

    @Property(tries = 50)
    void theFactoryFindsViewsForEveryShape(@ForAll("shapes") int[] shape, @ForAll long seed) {
        Batch image = random(shape, seed, 0, 1);
        Views images = ViewsFor.event(new int[] {shape[1], shape[2], shape[3]}, 0, 1);
        assertThat(images.view(image, new SplittableRandom(seed)).shape()).containsExactly(shape);
        Batch table = new Batch(image.values(), shape[0], image.eventLength());
        Views tables = ViewsFor.event(new int[] {image.eventLength()}, 0, 1);
        assertThat(tables.view(table, new SplittableRandom(seed)).shape()).containsExactly(table.shape());
        assertThat(tables).isInstanceOf(TabularViews.class);
    }

    @Provide
    Arbitrary<int[]> shapes() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(1, 3),
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.integers().between(1, 9))
                .as((size, channels, height, width) -> new int[] {size, channels, height, width});
    }

    private static Batch random(int[] shape, long seed, float from, float to) {
        SplittableRandom random = new SplittableRandom(~seed);
        float[] values = new float[shape[0] * shape[1] * shape[2] * shape[3]];
        for (int i = 0; i < values.length; i++) {
            values[i] = from + (to - from) * random.nextFloat();
        }
        return new Batch(values, shape);
    }
}
