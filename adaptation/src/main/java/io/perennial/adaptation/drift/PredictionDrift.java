// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import io.perennial.adaptation.uncertainty.Probabilities;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is predicted against what the source predicts on its own events: the mean probability of each class by the
 * Jensen-Shannon divergence, and the mean confidence. Beside them the trend of the entropy, which has no reference but its own
 * past.
 */
final class PredictionDrift {

    /** In nats. An eighth of a PSI, which it is where both are small. */
    static final Levels DIVERGENCE = new Levels(0.0125, 0.03, 0.125);

    static final Levels CONFIDENCE = new Levels(0.1, 0.2, 0.4);

    private final SourceReference reference;
    private final double tolerance;
    private final double deviations = Chance.deviations(2);
    private final int classes;
    private final List<String> names;
    private final Ring<ClassPane> panes;
    private final ClassPane sliding;
    private final ClassPane told;
    /** As for features. */
    private boolean settling;

    private final PageHinkley trend = new PageHinkley();
    private final Ongoing ongoing = new Ongoing(DriftKind.PREDICTION);
    private ClassPane current;
    /** Whether the entropy has changed within the window. */
    private boolean turned;
    /** Windows for which a change of the entropy counts on; the new level is the usual one then. */
    private int restless;

    private PredictionFigures figures;

    PredictionDrift(SourceReference reference, List<String> names, double tolerance) {
        this.reference = reference;
        this.tolerance = tolerance;
        this.names = names;
        classes = reference.classes().length;
        panes = new Ring<>(() -> new ClassPane(classes), ClassPane::save, ClassPane::load);
        sliding = new ClassPane(classes);
        told = new ClassPane(classes);
        current = new ClassPane(classes);
        figures = PredictionFigures.none(classes);
    }

    /** @param source null where it was not asked */
    void add(Probabilities published, Probabilities source, int event) {
        double entropy = current.add(published, source, event);
        turned |= trend.add(entropy / Math.log(Math.max(2, classes)));
    }

    Severity severity() {
        return ongoing.severity();
    }

    PredictionFigures figures() {
        return figures;
    }

    Drift close(Span window) {
        sliding.copy(current);
        panes.each(ClassPane::events, sliding::add);
        double[] shares = current.shares();
        double divergence = divergence(shares, reference.classes());
        double longer = divergence(sliding.shares(), reference.classes());
        double unsure = Math.abs(current.confidence() - reference.confidence());
        boolean turning = turned;
        restless = turning ? Ring.PANES : Math.max(0, restless - 1);
        double shift = Math.abs(current.entropy() / Math.log(Math.max(2, classes)) - trend.before());
        restless = shift < PageHinkley.SLACK ? 0 : restless;
        turned = false;
        figures = new PredictionFigures(
                divergence, current.entropy(), current.confidence(), shares, current.sourceShares());

        Severity before = ongoing.severity();
        double now = divergence - bias(current.events(), reference.events());
        double slow = longer - bias(sliding.events(), reference.events());
        Severity severity = Severity.most(
                divergences(current.events()).after(before, now),
                confidences(current.events()).after(before, unsure));
        boolean lasting = slow >= divergences(sliding.events()).notice()
                && now >= divergences(current.events()).notice() / 2;
        if (lasting || restless > 0) {
            severity = Severity.most(severity, Severity.NOTICE);
        }
        boolean other = (turning || other()) && !settling;
        Drift drift = ongoing.goesOn(severity, other, moved(shares), window);
        if (drift != null || settling) {
            told.copy(current);
        }
        settling = drift != null;
        current = panes.push(current);
        current.clear();
        return drift;
    }

    /** Whether the classes are others than when this was last told. */
    private boolean other() {
        if (told.events() == 0) {
            return false;
        }
        double change = divergence(current.shares(), told.shares()) - bias(current.events(), told.events());
        return change >= levels(current.events(), told.events()).critical();
    }

    private List<Drift.Moved> moved(double... shares) {
        double[] prior = reference.classes();
        List<Drift.Moved> moved = new ArrayList<>();
        double unsure = Math.abs(current.confidence() - reference.confidence());
        if (unsure >= CONFIDENCE.times(tolerance).notice()) {
            moved.add(moved("confidence", current.confidence(), reference.confidence()));
        }
        if (restless > 0) {
            moved.add(new Drift.Moved(
                    "entropy",
                    null,
                    List.of(
                            new Drift.Figure("value", current.entropy()),
                            new Drift.Figure("before", trend.before() * Math.log(Math.max(2, classes))))));
        }
        IntStream.range(0, classes)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer c) -> -Math.abs(shares[c] - prior[c]))
                        .thenComparingInt(c -> c))
                .limit(Drift.Moved.MOST - moved.size())
                .filter(c -> Math.abs(shares[c] - prior[c]) >= prior[c] / 4)
                .forEach(c -> moved.add(moved("class " + names.get(c), shares[c], prior[c])));
        return moved;
    }

    private static Drift.Moved moved(String name, double value, double expected) {
        return new Drift.Moved(
                name, null, List.of(new Drift.Figure("value", value), new Drift.Figure("expected", expected)));
    }

    /** Jensen-Shannon, in nats. */
    static double divergence(double[] p, double... q) {
        double sum = 0;
        for (int c = 0; c < p.length; c++) {
            sum += Probabilities.divergence(p[c], q[c]);
        }
        return Math.max(0, sum);
    }

    /** The mean probability of a class varies less than its count, so what chance does to counts is enough. */
    private double bias(double n, double m) {
        return (classes - 1) * Chance.of(n, m) / 8;
    }

    private Levels levels(double n, double m) {
        int freedom = Math.max(1, classes - 1);
        double chance = (Chance.chiSquare(freedom, deviations) - freedom) * Chance.of(n, m) / 8;
        return DIVERGENCE.times(tolerance).atLeast(chance);
    }

    private Levels divergences(double events) {
        return levels(events, reference.events());
    }

    /** A confidence varies by at most half. */
    private Levels confidences(double events) {
        return CONFIDENCE.times(tolerance).atLeast(deviations / 2 * Math.sqrt(Chance.of(events, reference.events())));
    }

    void save(DataOutput out) throws IOException {
        ongoing.save(out);
        trend.save(out);
        out.writeBoolean(turned);
        out.writeInt(restless);
        figures.save(out);
        current.save(out);
        out.writeBoolean(settling);
    }

    void load(DataInput in) throws IOException {
        ongoing.load(in);
        trend.load(in);
        turned = in.readBoolean();
        restless = in.readInt();
        figures = PredictionFigures.load(in, classes);
        current.load(in);
        settling = in.readBoolean();
    }

    /** The window that was told of last. */
    void saveTold(DataOutput out) throws IOException {
        told.save(out);
    }

    void loadTold(DataInput in) throws IOException {
        told.load(in);
    }

    Ring<ClassPane> panes() {
        return panes;
    }
}
