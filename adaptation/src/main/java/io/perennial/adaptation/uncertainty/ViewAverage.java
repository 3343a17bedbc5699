// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.uncertainty;

import io.perennial.adaptation.network.Logits;

/** Gathers the logits of augmented views one view at a time: their mean, and how much the views disagree. */
public final class ViewAverage {

    /** What is averaged. */
    public enum Mean {
        /** Logits, as PETAL was published. */
        LOGITS,
        /** Probabilities: the mixture whose entropy {@link #mutualInformation} splits; better calibrated, less certain. */
        PROBABILITIES
    }

    private final int classes;
    private final double[] logits;
    private final double[] probabilities;
    private final double[] entropies;
    private int views;

    /** For batches [size, classes]. */
    public ViewAverage(int size, int classes) {
        this.classes = classes;
        this.logits = new double[size * classes];
        this.probabilities = new double[size * classes];
        this.entropies = new double[size];
    }

    /** One view of the whole batch, logits [B, C]. */
    public void add(Logits view) {
        Probabilities p = Probabilities.of(view);
        for (int i = 0; i < logits.length; i++) {
            logits[i] += view.values()[i];
            probabilities[i] += p.values()[i];
        }
        for (int event = 0; event < entropies.length; event++) {
            entropies[event] += p.entropy(event);
        }
        views++;
    }

    /** Mean over the views of the logits (petal.md step 4), [B, C]. */
    public Logits logits() {
        return new Logits(mean(logits), classes);
    }

    /** The mean as a prediction before the softmax, [B, C]; of probabilities it is their logarithm. */
    public Logits prediction(Mean of) {
        if (of == Mean.LOGITS) {
            return logits();
        }
        float[] mean = mean(probabilities);
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) Math.log(Math.max(mean[i], Float.MIN_NORMAL)); // float32 softmax can underflow to 0
        }
        return new Logits(mean, classes);
    }

    /**
     * Mutual information between an event's class and the view it is seen in: entropy of the mean prediction less mean
     * entropy of the predictions (Houlsby et al., 2011), in nats, one value per event.
     */
    public float[] mutualInformation() {
        Probabilities mixture = new Probabilities(mean(probabilities), classes);
        float[] information = new float[entropies.length];
        for (int event = 0; event < information.length; event++) {
            information[event] = (float) Math.max(0, mixture.entropy(event) - entropies[event] / views);
        }
        return information;
    }

    private float[] mean(double[] sums) {
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / views);
        }
        return mean;
    }
}
