// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The same weights under normalisation statistics of several paces, from the source's to the last events' own. No single
 * pace is right for every stream: the window's own statistics follow an abrupt change at once and lose their classes
 * where neighbours share one; a slow average keeps the classes and comes late.
 */
final class StatisticsExperts {

    private static final String STATISTICS = "statistics";

    private final Network network;
    private final List<Pace> paces;
    private final int window;
    private final int slowest;
    private final float[] source;
    /** For each pace its statistics, length S; those of the window are what its last pass saw. */
    private final float[][] values;

    private final RecentEvents recent;
    private float[][] before;
    private float[] seen;
    /** The last batch, with the events before it that its window takes. */
    private Batch wide;

    /** @param window events of the window, and the least that statistics are observed on */
    StatisticsExperts(Network network, List<Pace> paces, int window) {
        this.network = network;
        this.paces = paces;
        this.window = window;
        slowest = Pace.slowest(paces);
        source = network.sourceStatistics();
        values = new float[paces.size()][];
        for (int e = 0; e < values.length; e++) {
            values[e] = source.clone();
        }
        recent = new RecentEvents(window, Arrays.stream(network.eventShape()).reduce(1, Math::multiplyExact));
    }

    int size() {
        return paces.size();
    }

    Pace pace(int expert) {
        return paces.get(expert);
    }

    /** The expert but the source whose statistics follow last; the source where there is no other. */
    int slowest() {
        return slowest;
    }

    /**
     * What each expert says of a batch. With {@code learn}, the statistics have moved when it returns, unless the batch
     * made any of them infinite: an average that has seen one infinite value never forgets it, so such a batch is scored
     * on what was known before and leaves no trace.
     *
     * @param weights of every expert but the source
     * @param untouched of the source
     */
    Logits[] forward(ParameterVector weights, ParameterVector untouched, Batch x, boolean learn) {
        before = values.clone();
        Arrays.setAll(values, e -> before[e].clone());
        Logits[] said = moving(weights, untouched, x);
        boolean finite = Arrays.stream(values).allMatch(NormPolicy::areFinite);
        if (!learn || !finite) {
            System.arraycopy(before, 0, values, 0, values.length);
        } else {
            recent.add(x);
        }
        if (!finite) {
            Arrays.setAll(
                    said,
                    e -> network.forward(
                            paces.get(e).kind() == Pace.Kind.SOURCE ? untouched : weights,
                            x,
                            NormStatistics.fixed(paces.get(e).moves() ? values[e] : source)));
        }
        return said;
    }

    /** What one expert says of a batch by statistics as they stand; nothing moves. */
    Logits alone(int expert, ParameterVector weights, ParameterVector untouched, Batch x) {
        return switch (paces.get(expert).kind()) {
            case SOURCE -> network.forward(untouched, x, NormStatistics.fixed(source));
            case OBSERVED, FOLLOWED -> network.forward(weights, x, NormStatistics.fixed(values[expert]));
            case WINDOW -> {
                Batch around = recent.before(x);
                float[] own = source.clone();
                float share = Math.min(1, (float) around.size() / window);
                Logits said = last(network.forward(weights, around, NormStatistics.ema(own, share)), x.size());
                yield NormPolicy.areFinite(own) ? said : network.forward(weights, x, NormStatistics.fixed(source));
            }
        };
    }

    /** Statistics of the last window. */
    float[] seen() {
        return seen;
    }

    /** A copy of the statistics of an expert that stand still until the next batch. */
    float[] frozen(int expert) {
        return values[expert].clone();
    }

    /** Takes back how the statistics moved with the last batch. */
    void undo() {
        System.arraycopy(before, 0, values, 0, values.length);
    }

    private Logits[] moving(ParameterVector weights, ParameterVector untouched, Batch x) {
        Logits[] said = new Logits[paces.size()];
        seen = source.clone();
        wide = recent.before(x);
        float share = Math.min(1, (float) wide.size() / window);
        // The window goes first: what it sees is what the observing averages learn.
        Logits own = last(network.forward(weights, wide, NormStatistics.ema(seen, share)), x.size());
        for (int e = 0; e < said.length; e++) {
            Pace pace = paces.get(e);
            said[e] = switch (pace.kind()) {
                case SOURCE -> network.forward(untouched, x, NormStatistics.fixed(source));
                case WINDOW -> {
                    values[e] = seen;
                    yield own;
                }
                case OBSERVED -> {
                    move(values[e], seen, pace.share(x.size()));
                    yield network.forward(weights, x, NormStatistics.fixed(values[e]));
                }
                case FOLLOWED -> network.forward(weights, x, NormStatistics.ema(values[e], pace.share(x.size())));
            };
        }
        return said;
    }

    /**
     * How many views of a batch of that size can bring statistics of their own to this expert. A small batch fills a window
     * with the events before it, each view then costs a window, and so it gets fewer, or none below a quarter of one.
     *
     * @param most views of a whole window
     */
    int viewsAnew(int expert, int size, int most) {
        return fillsWindow(expert, size) ? Math.min(most, most * size / window) : 0;
    }

    private boolean fillsWindow(int expert, int size) {
        return paces.get(expert).kind() == Pace.Kind.WINDOW && wide.size() >= window && 4 * size >= window;
    }

    /**
     * What this expert says of views of events of the batch that it has just seen. Where its statistics stand still only
     * they are looked at; the window's are those of the whole view, unless it is asked for that of these events alone.
     *
     * @param events their places in the batch
     * @param alone whether the statistics of these events, if they are enough, can stand for those of a whole window
     * @param view gives the k-th of a batch
     */
    List<Logits> views(
            int expert,
            ParameterVector weights,
            Batch x,
            int[] events,
            boolean alone,
            int count,
            BiFunction<Batch, Integer, Batch> view) {
        boolean moving = fillsWindow(expert, x.size());
        if (moving && !(alone && wide.size() == x.size() && events.length >= TeacherViews.FEWEST)) {
            Batch whole = wide;
            return network
                    .forwardViews(weights, whole, count, k -> view.apply(whole, k), NormStatistics.batch(source))
                    .stream()
                    .map(said -> EventWeights.select(last(said, x.size()), events))
                    .toList();
        }
        Batch looked = events.length < x.size() ? EventWeights.select(x, events) : x;
        NormStatistics statistics = moving ? NormStatistics.batch(source) : NormStatistics.fixed(values[expert]);
        return network.forwardViews(weights, looked, count, k -> view.apply(looked, k), statistics);
    }

    private static Logits last(Logits all, int events) {
        int length = events * all.classes();
        float[] rows = Arrays.copyOfRange(all.values(), all.values().length - length, all.values().length);
        return new Logits(rows, all.classes());
    }

    private static void move(float[] average, float[] seen, float share) {
        for (int i = 0; i < average.length; i++) {
            average[i] += share * (seen[i] - average[i]);
        }
    }

    void save(Map<String, float[]> arrays) {
        for (int e = 0; e < values.length; e++) {
            if (paces.get(e).moves()) {
                arrays.put(STATISTICS + "-" + e, values[e].clone());
            }
        }
        recent.save(arrays);
    }

    void load(LearnedState state) {
        for (int e = 0; e < values.length; e++) {
            if (paces.get(e).moves()) {
                values[e] = state.array(STATISTICS + "-" + e, source.length).clone();
            }
        }
        recent.load(state);
    }
}
