// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.Map;

/**
 * Tells a stream that has lost its classes from one whose conditions have changed. Statistics of a single class, taken for
 * the stream's, erase what tells the classes apart: the source stands at 0.2 % error on one class of the gas sensors,
 * every moving average at 50. Changed conditions squeeze classes together too, but not as far as a single class does; how
 * far that is, is known from the source's own events ({@link SourceSpread}). Without those nothing is ever suspected.
 */
final class ClassDiversity {

    /** Events after which the past counts 1/e. */
    private static final double WINDOW = 1000;

    /** Of the effective number of classes that the source predicts, less one, of all less one. */
    private static final double FEW = 0.5;

    /** Of the variance of the source's logits. */
    private static final double NARROW = 0.4;

    /** Difference between one class and all from which the last normalisation layer tells them apart. */
    private static final double TELLING = 0.3;

    /** How far above one class a window is still suspected, as a share of that difference. */
    private static final double CLOSE = 0.1;

    private final Network network;
    private final SourceSpread reference;
    private final int classes;
    /** Means of: rows of logits, their squares, probabilities; then the window's spread and what all is divided by. */
    private final double[] averages;

    /** @param reference null where nothing is known of the source's events */
    ClassDiversity(Network network, SourceSpread reference) {
        this.network = network;
        this.reference = reference;
        classes = network.classes();
        averages = new double[3 * classes + 2];
    }

    /**
     * Learns from a batch.
     *
     * @param said by the source
     * @param seen statistics of the window
     * @return whether the stream is suspected to have a single class
     */
    boolean lost(Logits said, float... seen) {
        if (reference == null) {
            return false;
        }
        double keep = Math.exp(-said.size() / WINDOW);
        double[] next = averages.clone();
        Moments moments = new Moments(classes);
        double[] mean = new double[classes];
        Probabilities p = Probabilities.of(said);
        for (int event = 0; event < said.size(); event++) {
            moments.add(Moments.centred(said, event));
            for (int c = 0; c < classes; c++) {
                mean[c] += (double) p.at(event, c) / said.size();
            }
        }
        for (int c = 0; c < classes; c++) {
            next[c] = keep * next[c] + (1 - keep) * moments.mean(c);
            next[classes + c] = keep * next[classes + c] + (1 - keep) * moments.meanSquare(c);
            next[2 * classes + c] = keep * next[2 * classes + c] + (1 - keep) * mean[c];
        }
        int last = 3 * classes;
        next[last] = keep * next[last] + (1 - keep) * SourceSpread.window(network, seen);
        next[last + 1] = keep * next[last + 1] + 1 - keep;
        for (double value : next) {
            if (!Double.isFinite(value)) {
                return suspected(); // a batch that is not finite leaves no trace
            }
        }
        System.arraycopy(next, 0, averages, 0, next.length);
        return suspected();
    }

    private boolean suspected() {
        double weight = averages[3 * classes + 1]; // the average is that of what has come, not of what is to come
        if (weight == 0) {
            return false;
        }
        double variance = 0;
        double entropy = 0;
        for (int c = 0; c < classes; c++) {
            double mean = averages[c] / weight;
            variance += averages[classes + c] / weight - mean * mean;
            double share = averages[2 * classes + c] / weight;
            entropy -= share > 0 ? share * Math.log(share) : 0;
        }
        boolean few = (Math.exp(entropy) - 1) / (classes - 1) < FEW;
        double spread = variance / reference.logits();
        if (reference.together() - reference.alone() >= TELLING) {
            double limit = reference.alone() + CLOSE * (reference.together() - reference.alone());
            return few && averages[3 * classes] / weight < limit;
        }
        return few && spread < NARROW || spread < reference.within();
    }

    void save(Map<String, float[]> arrays) {
        float[] saved = new float[2 * averages.length]; // a double as a float and what the float loses
        for (int i = 0; i < averages.length; i++) {
            saved[2 * i] = (float) averages[i];
            saved[2 * i + 1] = (float) (averages[i] - saved[2 * i]);
        }
        arrays.put("class-diversity", saved);
    }

    void load(LearnedState state) {
        float[] saved = state.array("class-diversity", 2 * averages.length);
        for (int i = 0; i < averages.length; i++) {
            averages[i] = (double) saved[2 * i] + saved[2 * i + 1];
        }
    }
}
