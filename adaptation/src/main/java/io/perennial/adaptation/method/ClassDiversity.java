// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tells a stream that has lost its classes from one whose conditions have changed. Statistics of a single class, taken for
 * the stream's, erase what tells the classes apart: the source stands at 0.2 % error on one class of the gas sensors,
 * every moving average at 50. Changed conditions squeeze classes together too, but not as far as a single class does; how
 * far that is, is known from the source's own events ({@link SourceSpread}). Without those nothing is ever suspected.
 */
final class ClassDiversity {

    private static final String NAME = "class-diversity";

    /** Events after which the past counts 1/e. */
    private static final int HORIZON = 1000;

    /** Of the effective number of classes that the source predicts, less one, of all less one. */
    private static final double FEW = 0.5;

    /** Of the variance of the source's logits. */
    private static final double NARROW = 0.4;

    /** Difference between one class and all from which the last normalisation layer tells them apart. */
    private static final double TELLING = 0.3;

    /** How far above one class a window is still suspected, as a share of that difference. */
    private static final double CLOSE = 0.1;

    private final SourceSpread reference;
    private final boolean windowTells;
    private final int channels;
    private final float[] statistics;
    private final List<Average> logits = new ArrayList<>();
    private final List<Average> squares = new ArrayList<>();
    private final List<Average> shares = new ArrayList<>();
    private final Average window = new Average(HORIZON);

    /** @param reference null where nothing is known of the source's events */
    ClassDiversity(Network network, SourceSpread reference) {
        this.reference = reference;
        windowTells = reference != null && reference.together() - reference.alone() >= TELLING;
        channels = network.lastNormChannels();
        statistics = network.sourceStatistics();
        for (int c = 0; c < network.classes(); c++) {
            logits.add(new Average(HORIZON));
            squares.add(new Average(HORIZON));
            shares.add(new Average(HORIZON));
        }
    }

    /**
     * Learns from a batch; an event that the source cannot predict leaves no trace.
     *
     * @param said by the source
     * @param seen statistics of the window
     * @return whether the stream is suspected to have a single class
     */
    boolean lost(Logits said, float... seen) {
        if (reference == null) {
            return false;
        }
        Probabilities p = Probabilities.of(said);
        double spread = windowTells ? SourceSpread.window(seen, statistics, channels) : 1;
        for (int event = 0; event < said.size(); event++) {
            if (Float.isFinite(p.entropy(event)) && Double.isFinite(spread)) {
                add(SourceSpread.centred(said, event), p, event);
                window.add(spread);
            }
        }
        return window.weight() > 0 && suspected();
    }

    private void add(float[] row, Probabilities p, int event) {
        for (int c = 0; c < row.length; c++) {
            logits.get(c).add(row[c]);
            squares.get(c).add((double) row[c] * row[c]);
            shares.get(c).add(p.at(event, c));
        }
    }

    private boolean suspected() {
        boolean few = (Average.effective(shares) - 1) / (shares.size() - 1) < FEW;
        if (windowTells) {
            double limit = reference.alone() + CLOSE * (reference.together() - reference.alone());
            return few && window.value() < limit;
        }
        double variance = 0;
        for (int c = 0; c < logits.size(); c++) {
            double mean = logits.get(c).value();
            variance += squares.get(c).value() - mean * mean;
        }
        double spread = variance / reference.logits();
        return few && spread < NARROW || spread < reference.within();
    }

    private List<Average> averages() {
        List<Average> all = new ArrayList<>(logits);
        all.addAll(squares);
        all.addAll(shares);
        all.add(window);
        return all;
    }

    void save(Map<String, float[]> arrays) {
        arrays.put(NAME, Average.save(averages()));
    }

    void load(LearnedState state) {
        List<Average> averages = averages();
        Average.load(averages, state.array(NAME, 2 * averages.size()));
    }
}
