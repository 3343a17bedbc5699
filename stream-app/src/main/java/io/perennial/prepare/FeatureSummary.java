// SPDX-License-Identifier: Apache-2.0
package io.perennial.prepare;

import io.perennial.store.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The distribution of each feature over all events: exact moments and evenly spaced quantiles. A row of values is its own
 * features; of an image, whose single pixels say little, they are mean and deviation of each channel.
 */
final class FeatureSummary {

    /** A quantile for every half percent. */
    private static final int QUANTILES = 201;

    /** Values of some features at a time, so that wide data need no second copy in memory: 128 MiB. */
    private static final int BLOCK_VALUES = 1 << 25;

    private final RawEvents events;
    private final int channels;
    private final int features;

    private FeatureSummary(RawEvents events) {
        this.events = events;
        int[] shape = events.shape();
        channels = shape.length == 3 ? shape[0] : 0;
        features = channels > 0 ? 2 * channels : events.length();
    }

    static List<Reference.Feature> of(RawEvents events) {
        return new FeatureSummary(events).all();
    }

    private List<Reference.Feature> all() {
        int block = Math.max(1, Math.min(features, BLOCK_VALUES / events.size()));
        List<Reference.Feature> all = new ArrayList<>();
        for (int from = 0; from < features; from += block) {
            float[][] columns = columns(from, Math.min(block, features - from));
            for (int i = 0; i < columns.length; i++) {
                all.add(summary(name(from + i), columns[i]));
            }
        }
        return all;
    }

    private float[][] columns(int from, int count) {
        float[][] columns = new float[count][events.size()];
        float[] row = new float[features];
        for (int event = 0; event < events.size(); event++) {
            float[] values = events.event(event);
            if (channels > 0) {
                perChannel(values, row);
            } else {
                System.arraycopy(values, 0, row, 0, features);
            }
            for (int i = 0; i < count; i++) {
                columns[i][event] = row[from + i];
            }
        }
        return columns;
    }

    private void perChannel(float[] values, float[] row) {
        int each = values.length / channels;
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            double squares = 0;
            for (int i = c * each; i < (c + 1) * each; i++) {
                sum += values[i];
                squares += (double) values[i] * values[i];
            }
            double mean = sum / each;
            row[2 * c] = (float) mean;
            row[2 * c + 1] = (float) Math.sqrt(Math.max(0, squares / each - mean * mean));
        }
    }

    private String name(int feature) {
        if (channels == 0) {
            return Integer.toString(feature);
        }
        return (feature % 2 == 0 ? "mean" : "deviation") + " of channel " + feature / 2;
    }

    private static Reference.Feature summary(String name, float... values) {
        double mean = 0;
        for (float value : values) {
            mean += value / (double) values.length;
        }
        double variance = 0;
        for (float value : values) {
            variance += (value - mean) * (value - mean) / values.length;
        }
        Arrays.sort(values);
        List<Float> quantiles = new ArrayList<>(QUANTILES);
        for (int q = 0; q < QUANTILES; q++) {
            quantiles.add(values[(int) Math.round((values.length - 1.0) * q / (QUANTILES - 1))]);
        }
        return new Reference.Feature(name, mean, Math.sqrt(variance), quantiles);
    }
}
