// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.datasketches.kll.KllFloatsSketch;
import org.apache.datasketches.quantilescommon.QuantileSearchCriteria;
import org.junit.jupiter.api.Test;

/** Counts and sums in 20 bins of the reference beside exact figures and a KLL sketch; docs/decisions/0008 quotes this. */
class SketchComparisonTest {

    private static final int EVENTS = 500;
    private static final int REFERENCE = 5000;
    private static final int TIMES = 40;

    private record Errors(double psi, double distance, double kllPsi, double kllDistance, double exact) {}

    private static Map<String, Streams.Law> drifts() {
        Map<String, Streams.Law> drifts = new TreeMap<>(Streams.LAWS);
        Streams.Law normal = Streams.LAWS.get("normal");
        drifts.put("normal + 0.5", r -> normal.draw(r) + 0.5);
        drifts.put("normal * 2", r -> 2 * normal.draw(r));
        drifts.put("normal + 6, all outside", r -> normal.draw(r) + 6);
        drifts.put("normal, a tenth at 8", r -> r.nextDouble() < 0.1 ? 8 : normal.draw(r));
        drifts.put("skewed * 2", r -> 2 * Math.exp(r.nextGaussian()));
        drifts.put("binary, a fifth", r -> r.nextDouble() < 0.2 ? 1 : 0);
        drifts.put("counts + 1", r -> 1 + Streams.LAWS.get("counts").draw(r));
        drifts.put("many zeros, fewer", r -> r.nextDouble() < 0.4 ? 0 : 5 + r.nextGaussian());
        drifts.put("two humps, one", r -> 3 + r.nextGaussian());
        return drifts;
    }

    private static Streams.Law usual(String drift) {
        return Streams.LAWS.entrySet().stream()
                .filter(law -> drift.startsWith(law.getKey()))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    @Test
    void binsOfTheReferenceAreAsNearToExactFiguresAsASketchOrNearer() {
        Map<String, Errors> table = new TreeMap<>();
        drifts().forEach((name, law) -> table.put(name, errors(name, law)));
        System.out.println("mean absolute error over " + TIMES + " windows of " + EVENTS
                + " events\n                          exact W1 |  PSI bins   PSI KLL |   W1 bins    W1 KLL");
        table.forEach((name, e) -> System.out.println(String.format(
                Locale.ROOT,
                "%-26s %7.3f | %9.4f %9.4f | %9.4f %9.4f",
                name,
                e.exact,
                e.psi,
                e.kllPsi,
                e.distance,
                e.kllDistance)));

        assertThat(table.values()).allSatisfy(e -> {
            assertThat(e.psi).as("PSI, of levels 0.1, 0.25, 1").isLessThan(0.05);
            assertThat(e.distance).as("deviations, of levels 0.3, 0.5, 1").isLessThan(0.03);
        });
    }

    private static Errors errors(String name, Streams.Law law) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        float[] source = Streams.sample(usual(name), REFERENCE, random);
        FeatureReference reference = Streams.reference(name, source);
        KllFloatsSketch of = sketch(source);
        Arrays.sort(source);
        double[] sum = new double[5];
        for (int i = 0; i < TIMES; i++) {
            float[] events = Streams.sample(law, EVENTS, random);
            Pane pane = new Pane(List.of(reference));
            for (float value : events) {
                pane.add(value);
            }
            KllFloatsSketch now = sketch(events);
            Arrays.sort(events);
            double psi = psi(reference, source, events);
            double distance = distance(source, events) / reference.deviation();
            sum[0] += Math.abs(Distances.psi(reference, REFERENCE, pane, 0) - psi);
            sum[1] += Math.abs(Distances.wasserstein(reference, pane, null, 0) - distance);
            sum[2] += Math.abs(psi(reference, of, now) - psi);
            sum[3] += Math.abs(distance(of, now) / reference.deviation() - distance);
            sum[4] += distance;
        }
        return new Errors(sum[0] / TIMES, sum[1] / TIMES, sum[2] / TIMES, sum[3] / TIMES, sum[4] / TIMES);
    }

    private static KllFloatsSketch sketch(float... values) {
        KllFloatsSketch sketch = KllFloatsSketch.newHeapInstance();
        for (float value : values) {
            sketch.update(value);
        }
        return sketch;
    }

    /** The last bin of each group, and with it the value up to which the group goes. */
    private static float[] ends(FeatureReference reference) {
        float[] ends = new float[reference.groups() - 1];
        for (int bin = 1; bin < reference.bins() - 1; bin++) {
            if (reference.group(bin) < ends.length) {
                ends[reference.group(bin)] = reference.cut(bin - 1);
            }
        }
        return ends;
    }

    private static double psi(FeatureReference reference, float[] source, float... events) {
        return psi(shares(source, ends(reference)), source.length, shares(events, ends(reference)), events.length);
    }

    private static double[] shares(float[] values, float... ends) {
        double[] shares = new double[ends.length + 1];
        for (float value : values) {
            int group = 0;
            while (group < ends.length && value > ends[group]) {
                group++;
            }
            shares[group] += 1.0 / values.length;
        }
        return shares;
    }

    private static double psi(FeatureReference reference, KllFloatsSketch source, KllFloatsSketch events) {
        float[] ends = ends(reference);
        return psi(
                source.getPMF(ends, QuantileSearchCriteria.INCLUSIVE),
                REFERENCE,
                events.getPMF(ends, QuantileSearchCriteria.INCLUSIVE),
                EVENTS);
    }

    private static double psi(double[] q, int m, double[] p, int n) {
        double psi = 0;
        for (int g = 0; g < p.length; g++) {
            double a = (p[g] * n + 0.5) / (n + 0.5 * p.length);
            double b = (q[g] * m + 0.5) / (m + 0.5 * p.length);
            psi += (a - b) * Math.log(a / b);
        }
        return psi;
    }

    /** Both ascending. */
    private static double distance(float[] a, float... b) {
        double area = 0;
        int i = 0;
        int j = 0;
        double at = Math.min(a[0], b[0]);
        while (i < a.length || j < b.length) {
            double next = Math.min(i < a.length ? a[i] : Double.MAX_VALUE, j < b.length ? b[j] : Double.MAX_VALUE);
            area += Math.abs((double) i / a.length - (double) j / b.length) * (next - at);
            while (i < a.length && a[i] == next) {
                i++;
            }
            while (j < b.length && b[j] == next) {
                j++;
            }
            at = next;
        }
        return area;
    }

    /** By a thousand quantiles of each. */
    private static double distance(KllFloatsSketch a, KllFloatsSketch b) {
        double sum = 0;
        for (int i = 0; i < 1000; i++) {
            double rank = (i + 0.5) / 1000;
            sum += Math.abs((double) a.getQuantile(rank) - b.getQuantile(rank));
        }
        return sum / 1000;
    }
}
