// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far events of the source's own domain lie apart: all of them, and those of one class alone. Measured once, on events
 * of the source; classes are the source's predictions, so no label is needed.
 *
 * @param logits variance of the source's logits, each row less its mean, summed over the classes
 * @param within share of it that is left within a class
 * @param alone spread of a batch of one class that enters the last normalisation layer, see {@link #window}
 * @param together the same of a batch of all classes
 */
record SourceSpread(double logits, double within, double alone, double together) {

    private static final int BATCH = 200;
    private static final int LEAST = 16;

    static SourceSpread of(Network network, List<Batch> events) {
        float[] statistics = network.sourceStatistics();
        List<float[]> rows = new ArrayList<>();
        List<List<float[]>> byClass = new ArrayList<>();
        IntStream.range(0, network.classes()).forEach(c -> byClass.add(new ArrayList<>()));
        Moments all = new Moments(network.classes());
        Moments[] each = IntStream.range(0, network.classes())
                .mapToObj(c -> new Moments(network.classes()))
                .toArray(Moments[]::new);
        try (ParameterVector source = network.source()) {
            for (Batch batch : events) {
                Logits said = network.forward(source, batch, NormStatistics.fixed(statistics));
                Probabilities p = Probabilities.of(said);
                for (int event = 0; event < batch.size(); event++) {
                    float[] row = Moments.centred(said, event);
                    int from = event * batch.eventLength();
                    float[] values = Arrays.copyOfRange(batch.values(), from, from + batch.eventLength());
                    all.add(row);
                    each[p.label(event)].add(row);
                    rows.add(values);
                    byClass.get(p.label(event)).add(values);
                }
            }
            double within = Arrays.stream(each)
                            .mapToDouble(m -> m.count() * m.variance())
                            .sum()
                    / Math.max(all.count() * all.variance(), Double.MIN_NORMAL);
            double alone = byClass.stream()
                    .filter(some -> some.size() >= LEAST)
                    .mapToDouble(some -> window(network, source, some))
                    .average()
                    .orElse(1);
            return new SourceSpread(all.variance(), within, alone, window(network, source, rows));
        }
    }

    private static double window(Network network, ParameterVector source, List<float[]> rows) {
        int count = Math.min(BATCH, rows.size());
        int length = rows.get(0).length;
        float[] values = new float[count * length];
        for (int i = 0; i < count; i++) { // spread over all there are, since they may be sorted
            System.arraycopy(rows.get((int) ((long) i * rows.size() / count)), 0, values, i * length, length);
        }
        int[] shape = new int[network.eventShape().length + 1];
        System.arraycopy(network.eventShape(), 0, shape, 1, shape.length - 1);
        shape[0] = count;
        float[] seen = network.sourceStatistics();
        network.forward(source, new Batch(values, shape), NormStatistics.ema(seen, 1));
        return window(network, seen);
    }

    /**
     * Median over the channels of the last normalisation layer of the variance that a window's pass saw, relative to the
     * source's. The layers below have taken out what a change of conditions does to means and variances, so that what is
     * missing here is the distance between classes. 1 where there is no such layer.
     */
    static double window(Network network, float... seen) {
        int channels = network.lastNormChannels();
        if (channels == 0) {
            return 1;
        }
        float[] source = network.sourceStatistics();
        double[] ratios = IntStream.range(source.length - channels, source.length)
                .mapToDouble(i -> seen[i] / Math.max(source[i], Float.MIN_NORMAL))
                .sorted()
                .toArray();
        return ratios[ratios.length / 2];
    }
}
