// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The smallest classifier that has everything a method can see: one normalisation layer over D features, then logits =
 * x W + b. P = D C + C, W first, row-major; S = 2 D.
 */
class LinearNetwork implements Network {

    /** Vectors that are not closed yet. */
    final List<PlainVector> vectors = new ArrayList<>();

    /** Recorded passes that are not closed yet. */
    int recordings;

    private final int features;
    private final int classes;
    private final float[] weights;
    private final float[] statistics;

    /** Random weights in [-scale, scale]; means 0 and variances 1. */
    LinearNetwork(int features, int classes, double scale) {
        this.features = features;
        this.classes = classes;
        SplittableRandom random = new SplittableRandom(7);
        weights = new float[features * classes + classes];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (scale * (2 * random.nextDouble() - 1));
        }
        statistics = new float[2 * features];
        Arrays.fill(statistics, features, 2 * features, 1);
    }

    @Override
    public ParameterLayout layout() {
        return new ParameterLayout(List.of(
                new ParameterLayout.Slice("weight", 0, features, classes),
                new ParameterLayout.Slice("bias", features * classes, classes)));
    }

    @Override
    public int[] eventShape() {
        return new int[] {features};
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public float[] sourceStatistics() {
        return statistics.clone();
    }

    @Override
    public int[] normChannels() {
        return new int[] {features};
    }

    @Override
    public ParameterVector zeros() {
        return new PlainVector(vectors, features * classes, weights.length);
    }

    @Override
    public ParameterVector source() {
        ParameterVector source = zeros();
        source.set(weights);
        return source;
    }

    @Override
    public Logits forward(ParameterVector parameters, Batch batch, NormStatistics norm) {
        return logits(PlainVector.of(parameters), normalised(batch, norm));
    }

    @Override
    public Recorded record(ParameterVector parameters, Batch batch, NormStatistics norm) {
        double[] x = normalised(batch, norm);
        Logits logits = logits(PlainVector.of(parameters), x);
        recordings++;
        return new Recorded() {
            private boolean closed;

            @Override
            public Logits logits() {
                return logits;
            }

            @Override
            public void pullback(Logits gradient, ParameterVector into) {
                into.set(gradientOf(x, gradient));
            }

            @Override
            public void close() {
                recordings -= closed ? 0 : 1;
                closed = true;
            }
        };
    }

    private Logits logits(float[] w, double[] x) {
        Logits logits = Logits.zeros(x.length / features, classes);
        for (int event = 0; event < logits.size(); event++) {
            for (int c = 0; c < classes; c++) {
                double sum = w[features * classes + c];
                for (int d = 0; d < features; d++) {
                    sum += x[event * features + d] * w[d * classes + c];
                }
                logits.values()[event * classes + c] = (float) sum;
            }
        }
        return logits;
    }

    /** dW = x^T u, db = the sum over the batch of u. */
    private float[] gradientOf(double[] x, Logits u) {
        double[] sums = new double[weights.length];
        for (int event = 0; event < u.size(); event++) {
            for (int c = 0; c < classes; c++) {
                for (int d = 0; d < features; d++) {
                    sums[d * classes + c] += x[event * features + d] * u.at(event, c);
                }
                sums[features * classes + c] += u.at(event, c);
            }
        }
        float[] gradient = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            gradient[i] = (float) sums[i];
        }
        return gradient;
    }

    private double[] normalised(Batch batch, NormStatistics norm) {
        float[] used = norm.values().clone();
        for (int d = 0; d < features; d++) {
            double mean = moment(batch, d, 0, 1);
            used[d] += (float) (norm.batchShare() * (mean - used[d]));
            used[features + d] += (float) (norm.batchShare() * (moment(batch, d, mean, 2) - used[features + d]));
        }
        if (norm.keep()) {
            System.arraycopy(used, 0, norm.values(), 0, used.length);
        }
        double[] x = new double[batch.values().length];
        for (int i = 0; i < x.length; i++) {
            int d = i % features;
            x[i] = (batch.values()[i] - used[d]) / Math.sqrt(used[features + d] + 1e-5);
        }
        return x;
    }

    /** Mean over the batch of (x - centre)^power, power 1 or 2. */
    private double moment(Batch batch, int feature, double centre, int power) {
        double sum = 0;
        for (int event = 0; event < batch.size(); event++) {
            double away = batch.values()[event * features + feature] - centre;
            sum += power == 1 ? away : away * away;
        }
        return sum / batch.size();
    }

    @Override
    public void close() {}
}
