// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Several PETALs that learn at different rates and predict together (after SADE, see {@link StabilityWeights}). Each has
 * a student, a teacher and moving statistics of its own and learns from its own teacher, which keeps them diverse; the
 * prediction is the mixture of their logits.
 *
 * <p>Memory: source, posterior and gradient are shared, so that each expert after the first adds 4 P floats with Adam.
 * Time: each expert costs a whole PETAL and two teacher passes for the weights.
 */
public final class Experts implements Method {

    /**
     * @param count 1 for a plain PETAL
     * @param spread ratio of one expert's learning rate to the one before; the rates lie around the configured one
     */
    public record Options(int count, double spread) {

        /** A plain PETAL. */
        public static final Options ONE = new Options(1, 3);
    }

    private static final String STEP = "step";

    private final SourcePoint source;
    private final ViewSource views;
    private final int firstView;
    private final List<Petal> experts = new ArrayList<>();
    private final StabilityWeights weights;
    private long step;

    /**
     * @param network stays the caller's
     * @param posterior null for none; owned by this method from here on
     * @param statistics gives each expert its own
     * @param seed of the stochastic restore, mixed with the expert's number
     */
    public Experts(
            Network network,
            PetalOptions options,
            Posterior posterior,
            Supplier<NormPolicy> statistics,
            ViewSource views,
            long seed) {
        this.source = SourcePoint.of(network, posterior);
        this.views = views;
        this.firstView = options.views() + options.extensions().lookahead().steps(); // those before may be the experts'
        int count = options.extensions().experts().count();
        double spread = options.extensions().experts().spread();
        for (int e = 0; e < count; e++) {
            double rate = options.learningRate() * Math.pow(spread, e - (count - 1) / 2.0);
            experts.add(new Petal(source, false, options.at(rate), statistics.get(), views, Seeds.mix(seed, e)));
        }
        weights = new StabilityWeights(count);
    }

    @Override
    public Scored score(Batch batch, Effort effort) {
        List<Scored> parts =
                experts.stream().map(expert -> expert.score(batch, effort)).toList();
        return new Scored(weights.mixed(parts.stream().map(Scored::logits).toList()), parts);
    }

    /** The weights learn from the teachers that made the prediction, then each expert from its own. */
    @Override
    public StepReport adapt(Scored scored) {
        try (scored) {
            Batch x = scored.parts().get(0).batch();
            weights.learn(said(views.view(x, step, firstView)), said(views.view(x, step, firstView + 1)));
            List<StepReport> reports = IntStream.range(0, experts.size())
                    .mapToObj(e -> experts.get(e).adapt(scored.parts().get(e)))
                    .toList();
            boolean learned = reports.stream().anyMatch(StepReport::learned);
            step += learned ? 1 : 0;
            return new StepReport(
                    step,
                    learned,
                    mean(reports, StepReport::loss),
                    mean(reports, StepReport::restoredShare),
                    mean(reports, StepReport::distance),
                    List.of(),
                    learned ? null : reports.get(0).held());
        }
    }

    private List<Logits> said(Batch view) {
        return experts.stream().map(expert -> expert.teacherOn(view)).toList();
    }

    private static double mean(List<StepReport> reports, ToDoubleFunction<StepReport> figure) {
        return reports.stream().mapToDouble(figure).average().orElse(0);
    }

    @Override
    public void tell(Batch events, int... labels) {
        experts.forEach(expert -> expert.tell(events, labels));
    }

    @Override
    public int views() {
        return experts.get(0).views();
    }

    /** How much each expert counts in the next prediction; sums to 1. */
    double[] shares() {
        return weights.weights();
    }

    /** Of the expert in the middle, whose learning rate is nearest to the configured one. */
    @Override
    public Weights weights() {
        return experts.get(experts.size() / 2).weights();
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public LearnedState state() {
        Map<String, float[]> arrays = new TreeMap<>();
        for (int e = 0; e < experts.size(); e++) {
            LearnedState state = experts.get(e).state();
            String prefix = prefix(e);
            state.arrays().forEach((name, values) -> arrays.put(prefix + name, values));
            arrays.put(prefix + STEP, Counters.floats(state.step()));
        }
        weights.save(arrays);
        return new LearnedState(step, arrays);
    }

    @Override
    public void restore(LearnedState state) {
        for (int e = 0; e < experts.size(); e++) {
            String prefix = prefix(e);
            Map<String, float[]> arrays = new TreeMap<>();
            state.arrays().forEach((name, values) -> {
                if (name.startsWith(prefix)) {
                    arrays.put(name.substring(prefix.length()), values);
                }
            });
            long steps = Counters.longs(state.array(prefix + STEP, 2))[0];
            experts.get(e).restore(new LearnedState(steps, arrays));
        }
        weights.load(state);
        step = state.step();
    }

    private static String prefix(int expert) {
        return "expert-" + expert + "-";
    }

    @Override
    public void close() {
        experts.forEach(Petal::close);
        source.close();
    }
}
