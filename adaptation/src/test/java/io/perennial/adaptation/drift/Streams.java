// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Streams of known distributions, and what is compared with them. */
final class Streams {

    static final int CLASSES = 4;
    static final List<String> REASONS = List.of("not-a-number", "wrong-shape");

    private Streams() {}

    /** One value of a feature. */
    interface Law {
        double draw(SplittableRandom random);
    }

    /** Shapes that features have. */
    static final Map<String, Law> LAWS = new TreeMap<>(Map.of(
            "normal", SplittableRandom::nextGaussian,
            "uniform", r -> 50 + 20 * r.nextDouble(),
            "skewed", r -> Math.exp(r.nextGaussian()),
            "heavy", r -> Math.pow(1 - r.nextDouble(), -1 / 2.5),
            "binary", r -> r.nextDouble() < 0.03 ? 1 : 0,
            "counts", r -> Math.floor(-3 * Math.log(1 - r.nextDouble())),
            "many zeros", r -> r.nextDouble() < 0.6 ? 0 : 5 + r.nextGaussian(),
            "two humps", r -> (r.nextBoolean() ? 3 : -3) + r.nextGaussian()));

    static float[] sample(Law law, int size, SplittableRandom random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) law.draw(random);
        }
        return values;
    }

    /** As `prepare` makes it. */
    static FeatureReference reference(String name, float... values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        double mean = IntStream.range(0, sorted.length)
                .mapToDouble(i -> sorted[i])
                .average()
                .orElseThrow();
        double variance = IntStream.range(0, sorted.length)
                .mapToDouble(i -> (sorted[i] - mean) * (sorted[i] - mean))
                .average()
                .orElseThrow();
        float[] quantiles = new float[201];
        for (int q = 0; q < quantiles.length; q++) {
            quantiles[q] = sorted[(int) Math.round((sorted.length - 1.0) * q / (quantiles.length - 1))];
        }
        return new FeatureReference(name, quantiles, mean, Math.sqrt(variance));
    }

    static SourceReference reference(List<Law> laws, int events, SplittableRandom random) {
        List<FeatureReference> features = new ArrayList<>();
        for (int f = 0; f < laws.size(); f++) {
            features.add(reference(Integer.toString(f), sample(laws.get(f), events, random)));
        }
        double[] even = new double[CLASSES];
        Arrays.fill(even, 1.0 / CLASSES);
        return new SourceReference(events, even, 0.85, features, false);
    }

    static DriftOptions options(int learn) {
        return new DriftOptions(500, 1, learn, List.of("a", "b", "c", "d"), REASONS);
    }

    static DriftWatch watch(int features, SourceReference reference) {
        FeatureReader reader = FeatureReader.of(new int[] {features}, new float[0], new float[0]);
        return new DriftWatch(reader, reference, options(1000), "model");
    }

    static float[] row(List<Law> laws, SplittableRandom random) {
        float[] row = new float[laws.size()];
        for (int f = 0; f < row.length; f++) {
            row[f] = (float) laws.get(f).draw(random);
        }
        return row;
    }

    /** 0.85 for a class, the rest for the others. */
    static Probabilities said(int label) {
        float[] p = new float[CLASSES];
        Arrays.fill(p, 0.05f);
        p[label] = 0.85f;
        return new Probabilities(p, CLASSES);
    }

    /** Events of that law, one a millisecond, predicted evenly; what was told. */
    static List<Drift> send(DriftWatch watch, List<Law> laws, long from, long to, SplittableRandom random) {
        List<Drift> told = new ArrayList<>();
        for (long i = from; i < to; i++) {
            watch.event(row(laws, random), 0, said(random.nextInt(CLASSES)), null, i, i / 50);
            if (i % 50 == 49) {
                watch.learned(null, i / 50 + 1);
            }
            told.addAll(watch.told());
        }
        return told;
    }
}
