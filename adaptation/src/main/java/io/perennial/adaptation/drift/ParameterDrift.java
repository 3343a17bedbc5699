// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import io.perennial.adaptation.method.Weights;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterVector;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How far the weights went from the source, layer by layer, at the end of each window. */
final class ParameterDrift {

    /** Relative to a layer's own norm. Weights that learn well stay below 0.01; the guard steps in from 0.05 at once. */
    static final Levels DISTANCE = new Levels(0.05, 0.2, 0.5);

    /** A layer that is small by itself, such as shifts that were learned near 0, is measured by this share of a usual one. */
    private static final double USUAL = 0.1;

    /** Values of the teacher that its movements are compared by: a cosine is then known to 0.02, and the state stays small. */
    private static final int COMPARED = 4096;

    private final double tolerance;
    private final Ongoing ongoing = new Ongoing(DriftKind.PARAMETER);
    private ParameterLayout layout;
    private LayerNames layers;
    private double[] norms;
    private float[] teacher = {};
    private float[] movement = {};
    private ParameterFigures figures;

    ParameterDrift(double tolerance) {
        this.tolerance = tolerance;
    }

    Severity severity() {
        return ongoing.severity();
    }

    /** Of the last window; null before the first. */
    ParameterFigures figures() {
        return figures;
    }

    /** The weights were exchanged: what is known of their movements is of others. */
    void forget() {
        teacher = new float[0];
        movement = new float[0];
    }

    /** @param weights null where the method has none */
    Drift close(Weights weights, Span window) {
        if (weights == null || weights.layout().size() == 0) {
            figures = null;
            return ongoing.goesOn(Severity.NONE, false, List.of(), window);
        }
        know(weights);
        figures = look(weights);
        Levels levels = DISTANCE.times(tolerance);
        Severity now = Severity.NONE;
        for (double distance : figures.teacher()) {
            now = Severity.most(now, levels.after(ongoing.severity(), distance));
        }
        return ongoing.goesOn(now, false, moved(), window);
    }

    private void know(Weights weights) {
        if (weights.layout().equals(layout)) {
            return;
        }
        layout = weights.layout();
        layers = LayerNames.of(layout);
        double[] squares = new double[layers.names().size()];
        int[] sizes = new int[squares.length];
        float[] source = weights.source().toArray();
        for (int i = 0; i < layers.of().length; i++) {
            ParameterLayout.Slice slice = layout.slices().get(i);
            sizes[layers.of()[i]] += slice.length();
            for (int at = slice.offset(); at < slice.offset() + slice.length(); at++) {
                squares[layers.of()[i]] += (double) source[at] * source[at];
            }
        }
        double all = 0;
        for (double square : squares) {
            all += square;
        }
        double each = all / layout.size();
        norms = new double[squares.length];
        for (int i = 0; i < norms.length; i++) {
            norms[i] = Math.max(Float.MIN_NORMAL, Math.sqrt(Math.max(squares[i], USUAL * USUAL * each * sizes[i])));
        }
    }

    private ParameterFigures look(Weights weights) {
        double[] distance = relative(weights.teacher(), weights.source());
        boolean alone = weights.student() == weights.teacher();
        double[] student = alone ? distance : relative(weights.student(), weights.source());
        long[] equal = weights.student().countsEqual(weights.source(), layout);
        double[] restored = new double[norms.length];
        int[] sizes = new int[norms.length];
        for (int i = 0; i < equal.length; i++) {
            restored[layers.of()[i]] += equal[i];
            sizes[layers.of()[i]] += layout.slices().get(i).length();
        }
        for (int i = 0; i < restored.length; i++) {
            restored[i] /= Math.max(1, sizes[i]);
        }
        double mahalanobis = weights.posterior() == null
                ? Double.NaN
                : Math.sqrt(weights.teacher()
                        .squaredDeviations(
                                weights.posterior().mean(), weights.posterior().variance(), weights.damping()));
        return new ParameterFigures(
                layers,
                distance,
                student,
                restored,
                mahalanobis,
                weights.fisherThreshold().getAsDouble(),
                cosine(weights.teacher()));
    }

    private double[] relative(ParameterVector weights, ParameterVector source) {
        double[] squares = new double[norms.length];
        gather(weights.distances(source, layout), squares);
        for (int i = 0; i < squares.length; i++) {
            squares[i] = Math.sqrt(squares[i]) / norms[i];
        }
        return squares;
    }

    private void gather(double[] distances, double... squares) {
        for (int i = 0; i < distances.length; i++) {
            squares[layers.of()[i]] += distances[i] * distances[i];
        }
    }

    private double cosine(ParameterVector weights) {
        float[] now = weights.some(COMPARED);
        if (teacher.length != now.length) {
            teacher = now;
            movement = new float[0];
            return Double.NaN;
        }
        float[] moved = new float[now.length];
        for (int i = 0; i < now.length; i++) {
            moved[i] = now[i] - teacher[i];
        }
        double cosine = movement.length == moved.length ? cosine(moved, movement) : Double.NaN;
        teacher = now;
        movement = moved;
        return cosine;
    }

    private static double cosine(float[] a, float... b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }

    private List<Drift.Moved> moved() {
        List<Drift.Moved> moved = new ArrayList<>();
        IntStream.range(0, norms.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -figures.teacher()[i])
                        .thenComparingInt(i -> i))
                .limit(Drift.Moved.MOST - 1)
                .map(i -> new Drift.Moved(
                        layers.names().get(i),
                        null,
                        List.of(
                                new Drift.Figure("distance", figures.teacher()[i]),
                                new Drift.Figure("student", figures.student()[i]),
                                new Drift.Figure("restored", figures.restored()[i]))))
                .forEach(moved::add);
        moved.add(new Drift.Moved(
                "all layers",
                null,
                List.of(
                        new Drift.Figure("mahalanobis", figures.mahalanobis()),
                        new Drift.Figure("fisherThreshold", figures.fisher()),
                        new Drift.Figure("cosine", figures.cosine()))));
        return moved;
    }

    void save(DataOutput out) throws IOException {
        ongoing.save(out);
        Binary.write(out, teacher);
        Binary.write(out, movement);
    }

    void load(DataInput in) throws IOException {
        ongoing.load(in);
        teacher = Binary.floats(in);
        movement = Binary.floats(in);
    }
}
