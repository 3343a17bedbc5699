// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.source.SingleEvents;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.List;

/**
 * A snapshot of what a partition has learned, open on ONNX Runtime. Who takes its place closes it; nothing else may use it then.
 */
final class OpenSnapshot implements AutoCloseable {

    /**
     * One network.
     *
     * @param own whether it is closed with the snapshot
     * @param share how much it is believed; all of them sum to 1
     */
    record Part(SourceModel model, boolean own, double share) {

        void close() {
            if (own) {
                model.close();
            }
        }
    }

    private final List<Part> parts;
    private final WeightsVersion version;

    OpenSnapshot(List<Part> parts, WeightsVersion version) {
        this.parts = List.copyOf(parts);
        this.version = version;
    }

    /** Of the weights that it was taken from. */
    WeightsVersion version() {
        return version;
    }

    /**
     * Logits [1, C] of one event; of several networks the logarithm of their mean probabilities.
     *
     * @param said by the source of the same event
     */
    Logits score(SingleEvents events, SourceModel source, Logits said, float... values) {
        if (parts.size() == 1) {
            return parts.get(0).model() == source
                    ? said
                    : events.score(parts.get(0).model(), values);
        }
        double[] mean = new double[said.classes()];
        for (Part part : parts) {
            Logits one = part.model() == source ? said : events.score(part.model(), values);
            Probabilities p = Probabilities.of(one);
            for (int c = 0; c < mean.length; c++) {
                mean[c] += part.share() * p.at(0, c);
            }
        }
        float[] logarithms = new float[mean.length];
        for (int c = 0; c < mean.length; c++) {
            logarithms[c] = (float) Math.log(Math.max(mean[c], Float.MIN_NORMAL));
        }
        return new Logits(logarithms, mean.length);
    }

    @Override
    public void close() {
        parts.forEach(Part::close);
    }
}
