// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.uncertainty;

import io.perennial.adaptation.network.Logits;

/** Gathers the logits of augmented views one view at a time: their mean, and how much the views disagree. Events may have seen different numbers of views. */
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
    private final int[] views;
    private final double[] powers;

    /** For batches [size, classes]. */
    public ViewAverage(int size, int classes) {
        this.classes = classes;
        this.logits = new double[size * classes];
        this.probabilities = new double[size * classes];
        this.entropies = new double[size];
        this.views = new int[size];
        this.powers = new double[classes];
    }

    /** One view of the whole batch, logits [B, C]. */
    public void add(Logits view) {
        for (int event = 0; event < views.length; event++) {
            add(view, event, event);
        }
    }

    /**
     * One view of some events.
     *
     * @param view logits, a row for each of them
     * @param events which event a row is of; a negative number for none that counts
     */
    public void add(Logits view, int... events) {
        for (int row = 0; row < events.length; row++) {
            if (events[row] >= 0) {
                add(view, row, events[row]);
            }
        }
    }

    /** The entropy of a softmax is the logarithm of its sum less the mean score: one logarithm for all classes. */
    private void add(Logits view, int row, int event) {
        double highest = view.at(row, 0);
        for (int c = 1; c < classes; c++) {
            highest = Math.max(highest, view.at(row, c));
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            powers[c] = Math.exp(view.at(row, c) - highest);
            sum += powers[c];
        }
        double score = 0;
        for (int c = 0; c < classes; c++) {
            double p = powers[c] / sum;
            logits[event * classes + c] += view.at(row, c);
            probabilities[event * classes + c] += p;
            score += p == 0 ? 0 : p * (view.at(row, c) - highest);
        }
        entropies[event] += Math.log(sum) - score;
        views[event]++;
    }

    /** How many views of this event were added. */
    public int views(int event) {
        return views[event];
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
            information[event] = (float) Math.max(0, mixture.entropy(event) - entropies[event] / views[event]);
        }
        return information;
    }

    private float[] mean(double[] sums) {
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / views[i / classes]);
        }
        return mean;
    }
}
