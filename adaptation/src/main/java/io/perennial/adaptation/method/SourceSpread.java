// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.posterior.RunningMoments;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.ArrayList;
import java.util.List;

/**
 * How far events of the source's own domain lie apart: all of them, and those of one class alone. Measured once, on events
 * of the source; classes are the source's predictions, so no label is needed.
 *
 * @param logits variance of the source's logits, each row less its mean, summed over the classes
 * @param within share of it that is left within a class
 * @param diversity of the predicted classes: 0 for a single one, 1 for equal shares
 * @param alone spread of a batch of one class that enters the last normalisation layer, 1 being the source's variance
 * @param together the same of a batch of all classes
 * @param entering smallest variance that a batch of one class brings into the first normalisation layer, 1 being the
 *     source's. Of images, whose variance lies within each of them; 0 for rows of features, of which any stretch of a stream
 *     may vary less than all
 */
public record SourceSpread(
        double logits, double within, double diversity, double alone, double together, double entering) {

    private static final int BATCH = 200;
    private static final int LEAST = 16;

    /** Measures it; the network stays as it was. */
    public static SourceSpread of(Network network, List<Batch> events) {
        int classes = network.classes();
        float[] statistics = network.sourceStatistics();
        List<float[]> rows = new ArrayList<>();
        List<List<float[]>> byClass = new ArrayList<>();
        RunningMoments all = new RunningMoments(classes);
        List<RunningMoments> each = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            byClass.add(new ArrayList<>());
            each.add(new RunningMoments(classes));
        }
        try (ParameterVector source = network.source()) {
            for (Batch batch : events) {
                Logits said = network.forward(source, batch, NormStatistics.fixed(statistics));
                Probabilities p = Probabilities.of(said);
                for (int event = 0; event < batch.size(); event++) {
                    float[] row = centred(said, event);
                    all.add(row);
                    each.get(p.label(event)).add(row);
                    rows.add(batch.event(event));
                    byClass.get(p.label(event)).add(rows.get(rows.size() - 1));
                }
            }
            double within = each.stream()
                            .mapToDouble(m -> m.count() * m.totalVariance())
                            .sum()
                    / Math.max(all.count() * all.totalVariance(), Double.MIN_NORMAL);
            LayerMoments layers = new LayerMoments(network);
            List<float[]> ofOne = byClass.stream()
                    .filter(some -> some.size() >= LEAST)
                    .map(some -> window(network, source, some))
                    .toList();
            double alone = ofOne.stream().mapToDouble(layers::spread).average().orElse(1);
            boolean images = network.eventShape().length > 2;
            double entering =
                    images ? ofOne.stream().mapToDouble(layers::scale).min().orElse(0) : 0;
            double[] shares = each.stream()
                    .mapToDouble(m -> (double) m.count() / all.count())
                    .toArray();
            double together = layers.spread(window(network, source, rows));
            return new SourceSpread(all.totalVariance(), within, diversity(shares), alone, together, entering);
        }
    }

    /** Effective number of classes with these shares, less one, of all less one: 0 for a single class, 1 for equal shares. */
    static double diversity(double... shares) {
        return (Average.effective(shares) - 1) / Math.max(1, shares.length - 1);
    }

    /** An event's logits less their mean, which the softmax does not see. */
    static float[] centred(Logits logits, int event) {
        float[] row = new float[logits.classes()];
        double mean = 0;
        for (int c = 0; c < row.length; c++) {
            mean += (double) logits.at(event, c) / row.length;
        }
        for (int c = 0; c < row.length; c++) {
            row[c] = (float) (logits.at(event, c) - mean);
        }
        return row;
    }

    /** Statistics of some of them, [S]. */
    private static float[] window(Network network, ParameterVector source, List<float[]> rows) {
        int count = Math.min(BATCH, rows.size());
        int length = rows.get(0).length;
        float[] values = new float[count * length];
        for (int i = 0; i < count; i++) { // spread over all there are, since they may be sorted
            System.arraycopy(rows.get((int) ((long) i * rows.size() / count)), 0, values, i * length, length);
        }
        float[] seen = network.sourceStatistics();
        Batch some = Batch.of(values, count, network.eventShape());
        network.forward(source, some, NormStatistics.ema(seen, 1));
        return seen;
    }
}
