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
 * every moving average at 50. Both squeeze the classes together, and how far is compared with the source's own events
 * ({@link SourceSpread}), in the place where the network shows it. Without those events nothing is ever suspected.
 *
 * <ul>
 *   <li>Where the last normalisation layer tells one class from all: a stream is suspected while that layer sees little
 *       more than one class and the adapted predictions are no surer than the source's. Statistics that are right make
 *       predictions surer; those of one class do not.
 *   <li>Elsewhere: while the source's logits vary little more than within a class. Of images, whose variance lies within each
 *       of them, what conditions have squeezed at the first layer is allowed for, and adapted predictions must not be much
 *       surer.
 * </ul>
 */
final class ClassDiversity {

    private static final String NAME = "class-diversity";

    /** Events after which the past counts 1/e. */
    private static final int HORIZON = 1500;

    /** Difference between one class and all from which the last normalisation layer tells them apart. */
    private static final double TELLING = 0.3;

    /** How far above one class a window is still suspected, as a share of that difference. */
    private static final double CLOSE = 0.27;

    /** Share of the source's mean entropy that statistics of many classes take away. */
    private static final double SURER = 0.15;

    /** The same where the logits tell; in rows of features any period of a stream can be so much surer. */
    private static final double SURER_OF_IMAGES = 0.25;

    /** How far above the variance within a class the logits are suspected, as a share of what is between classes. */
    private static final double SUSPECTED = 0.15;

    /** How far above it they are believed again. */
    private static final double BELIEVED = 0.35;

    /** Diversity of the predicted classes below which less than {@link #NARROW} of the variance is suspected too. */
    private static final double FEW = 0.5;

    private static final double NARROW = 0.4;

    /** Share of the source's own diversity of predicted classes below which more caution is asked for. */
    private static final double UNUSUALLY_FEW = 0.75;

    /**
     * Standard deviations of the source, in the median channel of the first layer, beyond which conditions must have changed:
     * no class alone lies further out in most channels (1.2 at most in the recorded streams).
     */
    private static final double SHIFTED = 1.5;

    /** The same of the variance: a class has less of it than all together, not more. */
    private static final double STRETCHED = 2;

    /** Share of the variance that conditions have left, below which they have changed for certain. */
    private static final double SQUEEZED = 0.5;

    /** Variance at the first layer, 1 being the source's, below which nothing is told from nothing. */
    private static final double LEAST_LEFT = 0.01;

    private static final double CAUTION = 0.1;
    private static final double MORE_CAUTION = 0.3;

    private final SourceSpread reference;
    private final boolean layerTells;
    private final LayerMoments layers;
    private final List<Average> logits;
    private final List<Average> squares;
    private final List<Average> shares;
    private final Average shift = new Average(HORIZON);
    private final Average scale = new Average(HORIZON);
    private final Average window = new Average(HORIZON);
    private final Average sourceEntropy = new Average(HORIZON);
    private final Average adaptedEntropy = new Average(HORIZON);
    private boolean suspected;

    /** @param reference null where nothing is known of the source's events */
    ClassDiversity(Network network, SourceSpread reference) {
        this.reference = reference;
        layerTells = reference != null && reference.together() - reference.alone() >= TELLING;
        layers = new LayerMoments(network);
        logits = averages(network.classes());
        squares = averages(network.classes());
        shares = averages(network.classes());
    }

    private static List<Average> averages(int count) {
        List<Average> averages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            averages.add(new Average(HORIZON));
        }
        return averages;
    }

    /**
     * Learns from a batch; an event that cannot be predicted leaves no trace.
     *
     * @param said by the source
     * @param source the same as probabilities
     * @param adapted what the slowest of the moving statistics say
     * @param seen statistics of the window
     */
    void observe(Logits said, Probabilities source, Probabilities adapted, float... seen) {
        double spread = layers.spread(seen);
        double shifted = layers.shift(seen);
        double scaled = layers.scale(seen);
        for (int event = 0; event < said.size(); event++) {
            float before = source.entropy(event);
            float after = adapted.entropy(event);
            if (Float.isFinite(before + after) && Double.isFinite(spread + shifted + scaled)) {
                add(SourceSpread.centred(said, event), source, event);
                shift.add(shifted);
                scale.add(scaled);
                window.add(spread);
                sourceEntropy.add(before);
                adaptedEntropy.add(after);
            }
        }
        boolean known = reference != null && window.weight() > 0;
        suspected = known && (layerTells ? seesOneClass() : saysOneClass());
    }

    private void add(float[] row, Probabilities p, int event) {
        for (int c = 0; c < row.length; c++) {
            logits.get(c).add(row[c]);
            squares.get(c).add((double) row[c] * row[c]);
            shares.get(c).add(p.at(event, c));
        }
    }

    /** Whether the stream is suspected to have a single class. */
    boolean suspected() {
        return suspected;
    }

    /**
     * How much more than the source others must know to be believed, for {@link ExpertWeights#weights}. Nothing where the
     * last layer tells, or where the first one shows what no class could; elsewhere a stream of few classes can look like one
     * that has changed, and the less its classes are those that the source knows, the more is asked for.
     */
    double caution() {
        if (layerTells || shift.value() > SHIFTED || scale.value() > STRETCHED || left() < SQUEEZED) {
            return 0;
        }
        boolean few = reference != null && window.weight() > 0 && diversity() < UNUSUALLY_FEW * reference.diversity();
        return few ? MORE_CAUTION : CAUTION;
    }

    private boolean seesOneClass() {
        double limit = reference.alone() + CLOSE * (reference.together() - reference.alone());
        return window.value() < limit && !surer(SURER);
    }

    private boolean surer(double share) {
        return adaptedEntropy.value() < (1 - share) * sourceEntropy.value();
    }

    /**
     * Share of the variance that conditions have left, 1 where a missing class could explain what is not there. In the dark all
     * logits come together, by about that much.
     */
    private double left() {
        boolean known = reference != null && reference.entering() > 0 && scale.weight() > 0;
        return known ? Math.min(1, Math.max(scale.value(), LEAST_LEFT) / reference.entering()) : 1;
    }

    private boolean saysOneClass() {
        double variance = 0;
        for (int c = 0; c < logits.size(); c++) {
            double mean = logits.get(c).value();
            variance += squares.get(c).value() - mean * mean;
        }
        double spread = variance / reference.logits() / left();
        if (reference.entering() > 0 && surer(SURER_OF_IMAGES)) {
            return false;
        }
        double limit = reference.within() + (suspected ? BELIEVED : SUSPECTED) * (1 - reference.within());
        return spread < limit || spread < NARROW && diversity() < FEW;
    }

    private double diversity() {
        return SourceSpread.diversity(
                shares.stream().mapToDouble(Average::value).toArray());
    }

    private List<Average> all() {
        List<Average> all = new ArrayList<>(logits);
        all.addAll(squares);
        all.addAll(shares);
        all.addAll(List.of(shift, scale, window, sourceEntropy, adaptedEntropy));
        return all;
    }

    void save(Map<String, float[]> arrays) {
        arrays.put(NAME, Average.save(all()));
        arrays.put(NAME + "-suspected", new float[] {suspected ? 1 : 0});
    }

    void load(LearnedState state) {
        List<Average> all = all();
        Average.load(all, state.array(NAME, 2 * all.size()));
        suspected = state.array(NAME + "-suspected", 1)[0] != 0;
    }
}
