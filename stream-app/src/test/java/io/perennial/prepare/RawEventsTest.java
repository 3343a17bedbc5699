// SPDX-License-Identifier: Apache-2.0
package io.perennial.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.evaluate.Recording;
import io.perennial.store.Reference;
import io.perennial.store.Standardisation;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is measured of events as they come, against the plain formulas. */
class RawEventsTest {

    @Test
    void everyValueOfARowHasItsOwnMeanAndDeviation() {
        // An odd number: the mean of whole units in the last place is then never half way between two floats.
        float[] values = values(3 * 51, 1e4f);
        for (int i = 2; i < values.length; i += 3) {
            values[i] = 0.1f;
        }
        Standardisation found = new RawEvents(Recording.of(values, new int[] {3}, null)).standardisation();
        for (int place = 0; place < 2; place++) {
            double[] column = every(values, place, 3);
            assertThat(found.mean()[place]).isEqualTo((float) mean(column));
            assertThat(found.deviation()[place]).isEqualTo((float) deviation(column), within(1e-6f));
        }
        assertThat(found.mean()[2]).isEqualTo(0.1f);
        assertThat(found.deviation()[2]).as("of what never changes").isEqualTo(1);
    }

    @Test
    void everyChannelOfAnImageHasItsOwnMeanAndDeviation() {
        float[] values = values(2 * 2 * 3 * 20, 0);
        Standardisation found = new RawEvents(Recording.of(values, new int[] {2, 2, 3}, null)).standardisation();
        assertThat(found.mean()).hasSize(2);
        for (int channel = 0; channel < 2; channel++) {
            double[] all = channel(values, channel);
            assertThat(found.mean()[channel]).isEqualTo((float) mean(all), within(1e-7f));
            assertThat(found.deviation()[channel]).isEqualTo((float) deviation(all), within(1e-6f));
        }
    }

    @Test
    void theColumnsOfARowAreItsFeaturesAndTheirQuantilesThoseOfTheSortedValues() {
        float[] values = values(2 * 401, 7);
        List<Reference.Feature> found = FeatureSummary.of(new RawEvents(Recording.of(values, new int[] {2}, null)));
        assertThat(found).extracting(Reference.Feature::name).containsExactly("0", "1");
        for (int place = 0; place < 2; place++) {
            double[] column = every(values, place, 2);
            Reference.Feature feature = found.get(place);
            assertThat(feature.mean()).isEqualTo(mean(column), within(1e-9));
            assertThat(feature.deviation()).isEqualTo(deviation(column), within(1e-9));
            Arrays.sort(column);
            assertThat(feature.quantiles()).hasSize(201);
            for (int q = 0; q < 201; q++) {
                assertThat(feature.quantiles().get(q)).isEqualTo((float) column[2 * q]);
            }
        }
    }

    @Test
    void fewEventsHaveTheSmallestFirstAndTheLargestLast() {
        Recording three = Recording.of(new float[] {3, 1, 2}, new int[] {1}, null);
        List<Float> quantiles = FeatureSummary.of(new RawEvents(three)).get(0).quantiles();
        assertThat(quantiles).hasSize(201).isSorted().contains(2f);
        assertThat(quantiles.get(0)).isEqualTo(1);
        assertThat(quantiles.get(100)).isEqualTo(2);
        assertThat(quantiles.get(200)).isEqualTo(3);
    }

    @Test
    void theFeaturesOfAnImageAreMeanAndDeviationOfItsChannels() {
        float[] values = values(2 * 2 * 3 * 20, 0);
        List<Reference.Feature> found =
                FeatureSummary.of(new RawEvents(Recording.of(values, new int[] {2, 2, 3}, null)));
        assertThat(found)
                .extracting(Reference.Feature::name)
                .containsExactly(
                        "mean of channel 0", "deviation of channel 0", "mean of channel 1", "deviation of channel 1");
        double[] means = new double[20];
        double[] deviations = new double[20];
        for (int event = 0; event < 20; event++) {
            double[] second = channel(Arrays.copyOfRange(values, 12 * event, 12 * event + 12), 1);
            means[event] = mean(second);
            deviations[event] = deviation(second);
        }
        assertThat(found.get(2).mean()).isEqualTo(mean(means), within(1e-6));
        assertThat(found.get(2).deviation()).isEqualTo(deviation(means), within(1e-6));
        assertThat(found.get(3).mean()).isEqualTo(mean(deviations), within(1e-6));
    }

    private static float[] values(int count, float offset) {
        SplittableRandom random = new SplittableRandom(count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = offset + (float) random.nextGaussian();
        }
        return values;
    }

    private static double[] every(float[] values, int first, int step) {
        double[] picked = new double[values.length / step];
        Arrays.setAll(picked, i -> values[first + i * step]);
        return picked;
    }

    /** Of events [2, 2, 3]. */
    private static double[] channel(float[] values, int channel) {
        double[] picked = new double[values.length / 2];
        Arrays.setAll(picked, i -> values[i / 6 * 12 + channel * 6 + i % 6]);
        return picked;
    }

    private static double mean(double... values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double deviation(double... values) {
        double mean = mean(values);
        return Math.sqrt(mean(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .toArray()));
    }
}
