// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Each feature of the stream against the source's, by PSI and by the Wasserstein distance, in the window at hand and in the
 * last {@link Ring#PANES} of them together. The long one sees small drifts that last, so it makes a notice where the short one
 * shows half as much: after a drift has passed it does not ring on.
 */
final class InputDrift {

    static final Levels PSI = new Levels(0.1, 0.25, 1);
    static final Levels DISTANCE = new Levels(0.3, 0.5, 1);

    private final FeatureReader reader;
    private final SourceReference reference;
    private final List<FeatureReference> features;
    private final double tolerance;
    private final double deviations;
    private final Ring<Pane> panes;
    private final Pane sliding;
    private final Pane told;
    /** Whether the window before was told of: a change rarely comes where one ends, so the next is still a part of it. */
    private boolean settling;

    private final Ongoing ongoing = new Ongoing(DriftKind.INPUT);
    private Pane current;
    private final double[] psi;
    private final double[] distance;
    private InputFigures figures = InputFigures.NONE;

    InputDrift(FeatureReader reader, SourceReference reference, double tolerance) {
        this.reader = reader;
        this.reference = reference;
        this.tolerance = tolerance;
        features = reference.features();
        deviations = Chance.deviations(2 * features.size());
        panes = new Ring<>(() -> new Pane(features), Pane::save, Pane::load);
        sliding = new Pane(features);
        told = new Pane(features);
        current = new Pane(features);
        psi = new double[features.size()];
        distance = new double[features.size()];
    }

    void add(float... row) {
        current.add(row);
    }

    Severity severity() {
        return ongoing.severity();
    }

    /** Of the last window. */
    InputFigures figures() {
        return figures;
    }

    /** Of a feature in the window at hand, after {@link #measure}. */
    double distance(int feature) {
        return distance[feature];
    }

    /** The window at hand. */
    Pane current() {
        return current;
    }

    /** Looks at the window at hand, and begins the long one anew with it. */
    void measure() {
        sliding.copy(current);
        panes.each(Pane::events, sliding::add);
        for (int f = 0; f < features.size(); f++) {
            psi[f] = Distances.psi(features.get(f), reference.events(), current, f);
            distance[f] = Distances.wasserstein(features.get(f), current, null, f);
        }
    }

    /**
     * Ends the window that was measured.
     *
     * @param claimed features that the contract accounts for
     */
    Drift close(Span window, boolean... claimed) {
        Severity now = Severity.NONE;
        List<Scored> scored = new ArrayList<>();
        double most = 0;
        double far = 0;
        double slidingPsi = 0;
        double slidingFar = 0;
        for (int f = 0; f < features.size(); f++) {
            double longPsi = Distances.psi(features.get(f), reference.events(), sliding, f);
            double longDistance = Distances.wasserstein(features.get(f), sliding, null, f);
            most = Math.max(most, psi[f]);
            far = Math.max(far, orZero(distance[f]));
            slidingPsi = Math.max(slidingPsi, longPsi);
            slidingFar = Math.max(slidingFar, orZero(longDistance));
            if (!claimed[f]) {
                double score = score(f, psi[f], distance[f], current.events());
                Severity longer = score(f, longPsi, longDistance, sliding.events()) >= 1 && score >= 0.5
                        ? Severity.NOTICE
                        : Severity.NONE;
                now = Severity.most(now, Severity.most(severity(f), longer));
                scored.add(new Scored(f, score));
            }
        }
        figures = new InputFigures(most, far, slidingPsi, slidingFar);
        Drift drift = tell(now, scored, window);
        Pane full = current;
        current = panes.push(full);
        current.clear();
        current.follow(full);
        return drift;
    }

    private record Scored(int feature, double score) {}

    private Drift tell(Severity now, List<Scored> scored, Span window) {
        boolean was = ongoing.severity().compareTo(Severity.WARNING) >= 0;
        boolean other = false;
        if (was && now.compareTo(Severity.WARNING) >= 0 && told.events() > 0) {
            List<Scored> changes = scored.stream()
                    .map(s -> new Scored(s.feature(), change(s.feature())))
                    .toList();
            other = changes.stream().anyMatch(s -> s.score() >= 1);
            scored = other ? changes : scored;
        }
        List<Drift.Moved> moved = scored.stream()
                .sorted(Comparator.comparingDouble((Scored s) -> -s.score()).thenComparingInt(Scored::feature))
                .limit(Drift.Moved.MOST)
                .filter(s -> s.score() >= Levels.FALLS / 2)
                .map(s -> moved(s.feature()))
                .toList();
        Drift drift = ongoing.goesOn(now, other && !settling, moved, window);
        if (drift != null || settling) {
            told.copy(current);
        }
        settling = drift != null;
        return drift;
    }

    private Drift.Moved moved(int f) {
        double sum = 0;
        for (int bin = 0; bin < features.get(f).bins(); bin++) {
            sum += current.sum(f, bin);
        }
        return new Drift.Moved(
                features.get(f).name(),
                null,
                List.of(
                        new Drift.Figure("psi", psi[f]),
                        new Drift.Figure("distance", distance[f]),
                        new Drift.Figure("mean", reader.raw(f, sum)),
                        new Drift.Figure(
                                "expected", reader.raw(f, features.get(f).mean()))));
    }

    private Severity severity(int f) {
        Severity before = ongoing.severity();
        double n = current.events();
        return Severity.most(
                psiLevels(f, n, reference.events()).after(before, unbiased(f, psi[f], n, reference.events())),
                distanceLevels(f, n, reference.events()).after(before, distance[f]));
    }

    /** 1 where it is a notice. */
    private double score(int f, double psi, double distance, double n) {
        double m = reference.events();
        return Math.max(
                unbiased(f, psi, n, m) / psiLevels(f, n, m).notice(),
                orZero(distance / distanceLevels(f, n, m).notice()));
    }

    /** From the window that was told of last, 1 where it is a warning. */
    private double change(int f) {
        double n = current.events();
        double m = told.events();
        double psi = Distances.psi(features.get(f), current, told, f);
        double distance = Distances.wasserstein(features.get(f), current, told, f);
        return Math.max(
                unbiased(f, psi, n, m) / psiLevels(f, n, m).warning(),
                orZero(distance / distanceLevels(f, n, m).warning()));
    }

    /** What chance adds to a PSI of k groups is (k - 1) (1/n + 1/m) in the mean. */
    private double unbiased(int f, double psi, double n, double m) {
        return psi - (features.get(f).groups() - 1) * Chance.of(n, m);
    }

    private Levels psiLevels(int f, double n, double m) {
        int freedom = features.get(f).groups() - 1;
        double chance = freedom == 0 ? 0 : (Chance.chiSquare(freedom, deviations) - freedom) * Chance.of(n, m);
        return PSI.times(tolerance).atLeast(chance);
    }

    private Levels distanceLevels(int f, double n, double m) {
        double chance = (0.8 * features.get(f).roughness() + deviations) * Math.sqrt(Chance.of(n, m));
        return DISTANCE.times(tolerance).atLeast(chance);
    }

    private static double orZero(double value) {
        return Double.isNaN(value) ? 0 : value;
    }

    /** All but the windows that are closed. */
    void save(DataOutput out) throws IOException {
        ongoing.save(out);
        figures.save(out);
        current.save(out);
        out.writeBoolean(settling);
    }

    void load(DataInput in) throws IOException {
        ongoing.load(in);
        figures = InputFigures.load(in);
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

    Ring<Pane> panes() {
        return panes;
    }
}
