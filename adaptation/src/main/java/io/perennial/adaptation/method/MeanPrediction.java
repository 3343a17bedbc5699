// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.Arrays;
import java.util.Map;

/** Moving average, with momentum 0.9, of what was predicted: the stream's recent share of each class. */
final class MeanPrediction {

    private static final float MOMENTUM = 0.9f;
    private static final String NAME = "mean-prediction";

    /** All zeros while there is none. */
    private final float[] mean;

    private MeanPrediction(float... mean) {
        this.mean = mean;
    }

    /** Starts as the mean of the first events. */
    static MeanPrediction none(int classes) {
        return new MeanPrediction(new float[classes]);
    }

    /** Starts as if every class were as frequent. */
    static MeanPrediction uniform(int classes) {
        float[] mean = new float[classes];
        Arrays.fill(mean, 1f / classes);
        return new MeanPrediction(mean);
    }

    boolean isEmpty() {
        return mean[0] == 0 && norm() == 0;
    }

    /** Cosine of the angle between the average and an event's prediction, in [0, 1]. */
    double cosine(Probabilities p, int event) {
        double dot = 0;
        double square = 0;
        for (int c = 0; c < mean.length; c++) {
            dot += (double) mean[c] * p.at(event, c);
            square += (double) p.at(event, c) * p.at(event, c);
        }
        return dot / Math.max(norm() * Math.sqrt(square), 1e-8);
    }

    private double norm() {
        double square = 0;
        for (float m : mean) {
            square += (double) m * m;
        }
        return Math.sqrt(square);
    }

    /** Learns the mean of these events; without any nothing changes. */
    void add(Probabilities p, int... events) {
        if (events.length == 0) {
            return;
        }
        float share = isEmpty() ? 1 : 1 - MOMENTUM;
        for (int c = 0; c < mean.length; c++) {
            double sum = 0;
            for (int event : events) {
                sum += p.at(event, c);
            }
            mean[c] += share * (float) (sum / events.length - mean[c]);
        }
    }

    float[] values() {
        return mean.clone();
    }

    void save(Map<String, float[]> arrays) {
        arrays.put(NAME, values());
    }

    void load(LearnedState state) {
        System.arraycopy(state.array(NAME, mean.length), 0, mean, 0, mean.length);
    }
}
