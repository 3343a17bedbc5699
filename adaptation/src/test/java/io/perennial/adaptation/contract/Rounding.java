// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How far rounding moves what a graph computes, found by playing it: every value on the way is moved by as much as float32
 * may round it there, up or down at random, and the logits and the gradient are compared with those of the graph left
 * alone. So the conditioning of the very graph, weights, input and statistics is in the answer.
 *
 * <p>A value that is the sum of n terms, or an elementary function (n = 1), is moved by 3 + sqrt(n) units of 2^-24, half a
 * unit in the last place: of itself, which the pullback sees as well, and of the largest of its tensor, for terms that
 * cancel are rounded by their own size. Errors of n additions grow as sqrt(n) (Higham, Accuracy and Stability, 2002, 2.6),
 * and vectorised functions are good to two units in the last place.
 */
final class Rounding implements AutoCloseable {

    /** 2^-24: half the distance from 1 to the next larger float32. */
    static final double UNIT = 0x1p-24;

    private static final int PLAYS = 3;

    /** Two engines stray by one play each; twice that is a kink that one of them may have crossed. */
    private static final int KINK_MARGIN = 4;

    /**
     * Largest changes under any play.
     *
     * @param logits by that much
     * @param slopes by that much for each parameter; empty where not asked for
     * @param nearKink whether one engine may stand on the other side of a kink
     */
    record Spread(double logits, Map<String, Double> slopes, boolean nearKink) {}

    /** One pass: everything on the way [B, n], and the gradient. */
    private record Play(float[] values, float... slopes) {}

    private final RandomGraph graph;
    private final Network network;
    private final ParameterVector parameters;
    private final ParameterVector gradient;
    private final int width;

    Rounding(Engine engine, RandomGraph graph) {
        this.graph = graph;
        network = engine.open(Graph.read(graph.ported()), new ParameterSelection.All());
        parameters = network.source();
        gradient = network.zeros();
        width = graph.probes().stream().mapToInt(RandomGraph.Probe::length).sum();
    }

    @Override
    public void close() {
        gradient.close();
        parameters.close();
        network.close();
    }

    /** @param withSlopes whether the gradient is played as well, which takes three times as long */
    Spread play(NormStatistics statistics, boolean withSlopes) {
        float[] still;
        try (ParameterVector source = network.source()) {
            still = source.toArray();
        }
        var random = new SplittableRandom(graph.seed());
        List<Play> plays = new ArrayList<>();
        plays.add(pass(still, gradientOfOutput(), statistics, withSlopes));
        for (int i = 0; i < PLAYS; i++) {
            float[] slopes = withSlopes ? movedSlopes(random, plays.get(0)) : new float[0];
            plays.add(pass(moved(random, still, plays.get(0).values()), slopes, statistics, withSlopes));
        }
        var slopes = new LinkedHashMap<String, Double>();
        for (ParameterLayout.Slice slice : network.layout().slices()) {
            if (withSlopes && !isPort(slice.name())) {
                slopes.put(slice.name(), apart(plays, slice));
            }
        }
        return new Spread(spread(plays, graph.probes().size() - 1), slopes, isNearKink(plays));
    }

    private Play pass(float[] at, float[] slopes, NormStatistics statistics, boolean withSlopes) {
        parameters.set(at);
        if (!withSlopes) {
            return new Play(
                    network.forward(parameters, graph.batch(), statistics).values());
        }
        try (var recorded = network.record(parameters, graph.batch(), statistics)) {
            recorded.pullback(new Logits(slopes, width), gradient);
            return new Play(recorded.logits().values(), gradient.toArray());
        }
    }

    /** That of the logits, which are the last of all probes; zeros for the others. */
    private float[] gradientOfOutput() {
        int classes = graph.gradient().classes();
        var all = new float[graph.batch().size() * width];
        for (int event = 0; event < graph.batch().size(); event++) {
            System.arraycopy(graph.gradient().values(), event * classes, all, (event + 1) * width - classes, classes);
        }
        return all;
    }

    /** The slope by the term of a port is that by the value itself: a gradient for the probe is added to it on its way back. */
    private float[] movedSlopes(SplittableRandom random, Play still) {
        float[] all = gradientOfOutput();
        Map<String, ParameterLayout.Slice> slices = new HashMap<>();
        network.layout().slices().forEach(slice -> slices.put(slice.name(), slice));
        int offset = 0;
        for (RandomGraph.Probe probe : graph.probes()) {
            ParameterLayout.Slice term = slices.get(probe.name() + RandomGraph.TERM);
            if (term != null) {
                double size = largest(still, term);
                if (probe.isLevel()) {
                    size = Math.max(size, largest(still, slices.get(probe.level() + RandomGraph.TERM)));
                }
                for (int event = 0; event < graph.batch().size(); event++) {
                    move(random, all, event * width + offset, probe.length(), probe.terms(), size);
                }
            }
            offset += probe.length();
        }
        return all;
    }

    private static double largest(Play play, ParameterLayout.Slice slice) {
        return largest(Arrays.copyOfRange(play.slopes(), slice.offset(), slice.offset() + slice.length()));
    }

    /** The parameters with the ports opened. */
    private float[] moved(SplittableRandom random, float[] still, float... values) {
        Map<String, RandomGraph.Probe> byPort = new HashMap<>();
        Map<String, Double> sizes = new HashMap<>();
        for (int i = 0; i < graph.probes().size(); i++) {
            RandomGraph.Probe probe = graph.probes().get(i);
            byPort.put(probe.name() + RandomGraph.FACTOR, probe);
            byPort.put(probe.name() + RandomGraph.TERM, probe);
            sizes.put(probe.name(), largest(of(values, i)));
        }
        float[] moved = still.clone();
        for (ParameterLayout.Slice slice : network.layout().slices()) {
            RandomGraph.Probe probe = byPort.get(slice.name());
            if (probe != null && !probe.isLevel()) {
                double size = slice.name().endsWith(RandomGraph.TERM) ? sizes.get(probe.name()) : 1;
                move(random, moved, slice.offset(), slice.length(), probe.terms(), size);
            }
        }
        return moved;
    }

    /** By the units that so many terms of a size are rounded by, up or down. */
    private static void move(SplittableRandom random, float[] values, int from, int length, int terms, double size) {
        var step = (float) ((3 + Math.sqrt(terms)) * UNIT * size);
        for (int i = from; i < from + length; i++) {
            values[i] += random.nextBoolean() ? step : -step;
        }
    }

    private static boolean isPort(String name) {
        return name.endsWith(RandomGraph.FACTOR) || name.endsWith(RandomGraph.TERM);
    }

    private boolean isNearKink(List<Play> plays) {
        for (int i = 0; i < graph.probes().size(); i++) {
            RandomGraph.Probe probe = graph.probes().get(i);
            if (!probe.kinks().isEmpty()) {
                int at = i;
                float[][] values =
                        plays.stream().map(play -> of(play.values(), at)).toArray(float[][]::new);
                double margin = KINK_MARGIN * apart(values);
                if (probe.kinks().stream().anyMatch(kink -> kink.isNear(values, margin, probe.event()))) {
                    return true;
                }
            }
        }
        return false;
    }

    private double spread(List<Play> plays, int probe) {
        return apart(plays.stream().map(play -> of(play.values(), probe)).toArray(float[][]::new));
    }

    private static double apart(List<Play> plays, ParameterLayout.Slice slice) {
        return apart(plays.stream()
                .map(play -> Arrays.copyOfRange(play.slopes(), slice.offset(), slice.offset() + slice.length()))
                .toArray(float[][]::new));
    }

    /** Largest difference of any row from the first. */
    private static double apart(float[]... rows) {
        double apart = 0;
        for (float[] row : rows) {
            apart = Math.max(apart, apart(row, rows[0]));
        }
        return apart;
    }

    /** Largest difference; not a number where a value is none. */
    static double apart(float[] a, float[] b) {
        double apart = 0;
        for (int i = 0; i < a.length; i++) {
            apart = Math.max(apart, Math.abs((double) a[i] - b[i]));
        }
        return apart;
    }

    static double largest(float... values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** The values of one probe [B, ...]. */
    private float[] of(float[] values, int probe) {
        int length = graph.probes().get(probe).length();
        int offset = graph.probes().stream()
                .limit(probe)
                .mapToInt(RandomGraph.Probe::length)
                .sum();
        var part = new float[graph.batch().size() * length];
        for (int event = 0; event < graph.batch().size(); event++) {
            System.arraycopy(values, event * width + offset, part, event * length, length);
        }
        return part;
    }
}
