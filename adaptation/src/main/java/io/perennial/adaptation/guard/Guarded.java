// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import io.perennial.adaptation.method.Counters;
import io.perennial.adaptation.method.Effort;
import io.perennial.adaptation.method.Held;
import io.perennial.adaptation.method.LearnedState;
import io.perennial.adaptation.method.Method;
import io.perennial.adaptation.method.Scored;
import io.perennial.adaptation.method.ServedBy;
import io.perennial.adaptation.method.Snapshot;
import io.perennial.adaptation.method.StepReport;
import io.perennial.adaptation.method.Weights;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Any method, with the frozen source beside it. Each batch is predicted by both, and evidence that needs no label
 * decides whose prediction is published and whether the method may learn; see docs/guard.md.
 *
 * <p>A step is a batch, whatever the method makes of it, so that the number only grows, also where the method goes back
 * to earlier weights. Memory: one copy of what the method has learned, on the heap; time: one forward pass a batch.
 */
public final class Guarded implements Method {

    private static final String EVIDENCE = "guard-evidence";
    private static final String UPDATES = "guard-updates";
    private static final String OUTCOMES = "guard-outcomes";
    private static final String COUNTERS = "guard-counters";
    private static final String MINE = "guard-";

    private final Method method;
    private final Network network;
    private final ParameterVector source;
    private final NormStatistics statistics;
    private final GuardOptions options;
    private final Breaker breaker;
    private final HealthyState healthy;
    private final UpdateNorm updates = new UpdateNorm();
    private Evidence evidence;
    private Weighing pending;
    private Reason lastAgainst = Reason.NON_FINITE;
    /** Whether the last batch that was learned from could be published. */
    private boolean publishable = true;

    private long step;

    /**
     * @param method at the source; owned by this from here on
     * @param network the method's; stays the caller's
     */
    public Guarded(Method method, Network network, GuardOptions options) {
        this.method = method;
        this.network = network;
        this.options = options;
        source = network.source();
        statistics = NormStatistics.fixed(network.sourceStatistics());
        breaker = new Breaker(options);
        evidence = new Evidence(network.classes(), options);
        healthy = new HealthyState(options.checkpoint(), method.state());
    }

    @Override
    public Scored score(Batch batch, Effort effort) {
        Scored own = method.score(batch, effort.learning(breaker.state() != GuardState.OPEN));
        Logits says = own.source() != null ? own.source() : network.forward(source, batch, statistics);
        Weighing weighed = evidence.weigh(own.probabilities(), Probabilities.of(says));
        pending = effort.learn() ? weighed : null;
        ServedBy by = serve(weighed);
        return by == ServedBy.ADAPTED ? own : own.publish(by == ServedBy.SOURCE ? says : own.logits(), by);
    }

    private ServedBy serve(Weighing weighed) {
        boolean good = weighed.publishable();
        return switch (breaker.state()) {
            case CLOSED -> good ? ServedBy.ADAPTED : ServedBy.SOURCE;
            case OPEN -> good && evidence.favourable() ? ServedBy.CHECKPOINT : ServedBy.SOURCE;
            case HALF_OPEN -> ServedBy.SOURCE;
        };
    }

    @Override
    public StepReport adapt(Scored scored) {
        Weighing weighed = pending;
        pending = null;
        step++;
        evidence = weighed.after();
        publishable = weighed.publishable();
        boolean open = breaker.state() == GuardState.OPEN;
        StepReport report = open ? resting(scored) : method.adapt(scored.own());
        Reason harm = open ? null : harm(report, weighed);
        boolean fruitless = !open && !Double.isFinite(report.loss());

        List<Transition> transitions = new ArrayList<>();
        for (Reason against : weighed.against()) {
            GuardState before = breaker.state();
            lastAgainst = against != null ? against : fruitless ? Reason.NON_FINITE : lastAgainst;
            breaker.event(against != null || fruitless);
            note(before, lastAgainst, transitions);
        }
        GuardState before = breaker.state();
        if (harm != null) {
            breaker.trip();
            note(before, harm, transitions);
        }
        before = breaker.state();
        breaker.settle();
        note(before, Reason.WAITED, transitions);
        follow(transitions, report, weighed);
        return new StepReport(
                step,
                report.learned(),
                report.loss(),
                report.restoredShare(),
                updates.distance(),
                List.copyOf(transitions),
                report.held());
    }

    private StepReport resting(Scored scored) {
        scored.close();
        return new StepReport(step, false, 0, 0, healthy.distance(), List.of(), Held.GUARD);
    }

    /** What is so bad that the weights that it left cannot be used again. */
    private Reason harm(StepReport report, Weighing weighed) {
        if (!weighed.finite()
                || !Double.isFinite(report.distance())
                || report.learned() && !Double.isFinite(report.loss())) {
            return Reason.NON_FINITE;
        }
        boolean jumped = updates.jumps(report.distance(), options.jump(), options.jumpFloor());
        return jumped ? Reason.DISTANCE_JUMP : null;
    }

    private void note(GuardState before, Reason reason, List<Transition> transitions) {
        GuardState after = breaker.state();
        if (after != before) {
            Reason why = after == GuardState.CLOSED ? Reason.PROVEN : reason;
            transitions.add(new Transition(before, after, why, evidence.figures(updates.distance()), step));
        }
    }

    /** Brings weights and evidence to where the breaker is now. */
    private void follow(List<Transition> transitions, StepReport report, Weighing weighed) {
        boolean opened = transitions.stream().anyMatch(t -> t.to() == GuardState.OPEN);
        if (opened) {
            method.restore(healthy.state());
            updates.at(healthy.distance());
        }
        if (opened || transitions.stream().anyMatch(t -> t.to() == GuardState.HALF_OPEN)) {
            evidence = new Evidence(network.classes(), options); // other weights are judged from here on
        }
        boolean fine = transitions.isEmpty()
                && breaker.state() == GuardState.CLOSED
                && weighed.spotless()
                && evidence.healthy();
        if (fine && healthy.due()) {
            healthy.keep(method.state(), report.distance());
        }
    }

    @Override
    public void tell(Batch events, int... labels) {
        method.tell(events, labels);
    }

    @Override
    public int views() {
        return method.views();
    }

    @Override
    public int passEvents(int batch) {
        return method.passEvents(batch);
    }

    /** As things stand. */
    public GuardState guardState() {
        return breaker.state();
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public Weights weights() {
        return method.weights();
    }

    @Override
    public Snapshot snapshot() {
        return method.snapshot();
    }

    /** Without a look at the event itself: a batch that speaks against the adapted model counts once it is learned from. */
    @Override
    public ServedBy serving() {
        return switch (breaker.state()) {
            case CLOSED -> publishable ? method.serving() : ServedBy.SOURCE;
            case OPEN -> evidence.favourable() ? ServedBy.CHECKPOINT : ServedBy.SOURCE;
            case HALF_OPEN -> ServedBy.SOURCE;
        };
    }

    @Override
    public LearnedState state() {
        LearnedState learned = method.state();
        var arrays = new TreeMap<>(learned.arrays());
        healthy.save(arrays);
        arrays.put(EVIDENCE, evidence.save());
        float[] moved = updates.save();
        arrays.put(UPDATES, new float[] {moved[0], moved[1], moved[2], moved[3], (float) healthy.distance()});
        arrays.put(OUTCOMES, breaker.outcomes());
        long[] mine = {learned.step(), healthy.step(), healthy.passed(), lastAgainst.ordinal()};
        arrays.put(COUNTERS, Counters.floats(concat(mine, breaker.counters())));
        return new LearnedState(step, arrays);
    }

    private static long[] concat(long[] first, long[] second) {
        return LongStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    /** Continues; from a state of the method without a guard it begins to guard. */
    @Override
    public void restore(LearnedState state) {
        step = state.step();
        pending = null;
        publishable = true;
        evidence = new Evidence(network.classes(), options);
        if (!state.arrays().containsKey(COUNTERS)) {
            method.restore(state);
            healthy.keep(method.state(), 0);
            return;
        }
        long[] counters = Counters.longs(state.array(COUNTERS, 2 * 10));
        method.restore(new LearnedState(counters[0], inner(state)));
        float[] moved = state.array(UPDATES, 5);
        updates.load(moved);
        healthy.load(state, counters[1], moved[4], counters[2]);
        lastAgainst = Reason.values()[(int) counters[3]];
        evidence.load(state.array(EVIDENCE, evidence.save().length));
        breaker.restore(Arrays.copyOfRange(counters, 4, 10), state.array(OUTCOMES, breaker.outcomes().length));
    }

    private static Map<String, float[]> inner(LearnedState state) {
        var arrays = new TreeMap<>(state.arrays());
        arrays.keySet().removeIf(name -> name.startsWith(MINE) || name.startsWith(HealthyState.PREFIX));
        return arrays;
    }

    @Override
    public void close() {
        method.close();
        source.close();
    }
}
