// SPDX-License-Identifier: Apache-2.0
package io.perennial.prepare;

import io.perennial.adaptation.method.SourceSpread;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.evaluate.Progress;
import io.perennial.evaluate.Recording;
import io.perennial.store.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Measures what the source is like on events of its own kind. */
final class ReferenceMeasure {

    private static final int BATCH = 200;

    private final Network network;

    ReferenceMeasure(Network network) {
        this.network = network;
    }

    /**
     * @param training as the model takes them; accuracy, confidence and priors are of {@code held} where there are such
     * @param held events that the model was not trained on, as the model takes them; empty for none
     * @param raw the events of {@code training} as they come
     * @param sample of the training events, in batches
     */
    Reference measure(
            Recording training, Optional<Recording> held, RawEvents raw, List<Batch> sample, Progress progress) {
        Recording judged = held.orElse(training);
        Logits logits = logits(judged, progress);
        Probabilities p = Probabilities.of(logits);
        int[] labels = new int[judged.size()];
        Arrays.setAll(labels, judged::label);
        // On the events of its training a model looks better than it is: what they would sharpen is not sharpened.
        double temperature = judged.labelled() ? Temperature.fit(logits, labels, held.isPresent() ? 0 : 1) : 1;
        double[] classes = new double[logits.classes()];
        double[] predicted = new double[logits.classes()];
        int right = 0;
        int known = 0;
        double confidence = 0;
        for (int event = 0; event < judged.size(); event++) {
            int label = labels[event] == Recording.UNKNOWN ? -1 : labels[event];
            right += label == p.label(event) ? 1 : 0;
            known += label >= 0 ? 1 : 0;
            if (label >= 0 || !judged.labelled()) {
                classes[label >= 0 ? label : p.label(event)]++;
            }
            confidence += p.confidence(event) / judged.size();
            for (int c = 0; c < predicted.length; c++) {
                predicted[c] += p.at(event, c);
            }
        }
        return new Reference(
                judged.size(),
                known == 0 ? Optional.empty() : Optional.of((double) right / known),
                confidence,
                temperature,
                shares(classes),
                shares(predicted),
                spread(sample),
                FeatureSummary.of(raw),
                held.isPresent() ? nonconformity(p.tempered(temperature), labels) : Optional.empty());
    }

    /** Of the events whose class is known; they must not be those of the training, on which a model is right by heart. */
    private static Optional<Reference.Nonconformity> nonconformity(Probabilities p, int... labels) {
        float[] scores = new float[labels.length];
        int count = 0;
        for (int event = 0; event < labels.length; event++) {
            if (labels[event] != Recording.UNKNOWN) {
                scores[count++] = 1 - p.at(event, labels[event]);
            }
        }
        if (count == 0) {
            return Optional.empty();
        }
        Arrays.sort(scores, 0, count);
        int kept = Math.min(count, Reference.MOST_QUANTILES);
        List<Float> quantiles = new ArrayList<>(kept);
        for (int q = 0; q < kept; q++) {
            quantiles.add(scores[(int) Math.round((count - 1.0) * q / Math.max(1, kept - 1))]);
        }
        return Optional.of(new Reference.Nonconformity(count, quantiles));
    }

    private Logits logits(Recording events, Progress progress) {
        float[] all = new float[Math.multiplyExact(events.size(), network.classes())];
        int[] places = new int[events.size()];
        Arrays.setAll(places, i -> i);
        NormStatistics statistics = NormStatistics.fixed(network.sourceStatistics());
        try (ParameterVector source = network.source()) {
            for (int from = 0; from < places.length; from += BATCH) {
                int count = Math.min(BATCH, places.length - from);
                float[] said = network.forward(source, events.batch(places, from, count), statistics)
                        .values();
                System.arraycopy(said, 0, all, from * network.classes(), said.length);
                progress.advance(count);
            }
        }
        return new Logits(all, network.classes());
    }

    private Reference.Spread spread(List<Batch> sample) {
        SourceSpread s = SourceSpread.of(network, sample);
        return new Reference.Spread(s.logits(), s.within(), s.diversity(), s.alone(), s.together(), s.entering());
    }

    private static List<Double> shares(double... amounts) {
        double sum = DoubleStream.of(amounts).sum();
        return DoubleStream.of(amounts).map(amount -> amount / sum).boxed().toList();
    }
}
