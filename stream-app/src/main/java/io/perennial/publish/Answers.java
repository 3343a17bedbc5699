// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.adaptation.network.Network.Begun;
import io.perennial.score.Learner;
import java.util.concurrent.atomic.AtomicInteger;

/** What is said of each event of a batch, and the payloads that it leaves as. */
final class Answers {

    /** How many events a thread encodes at once; of no more than that, nobody is asked to help. */
    private static final int PIECE = 8;

    private final PredictionEncoder encoder;
    private final Prediction[] predictions;
    private final Uncertainty[] uncertainties;
    private final byte[][] encodedPredictions;
    private final byte[][] encodedUncertainties;

    Answers(PredictionEncoder encoder, int events) {
        this.encoder = encoder;
        predictions = new Prediction[events];
        uncertainties = new Uncertainty[events];
        encodedPredictions = new byte[events][];
        encodedUncertainties = new byte[events][];
    }

    void set(int event, Prediction prediction, Uncertainty uncertainty) {
        predictions[event] = prediction;
        uncertainties[event] = uncertainty;
    }

    /** Once all are set: by this thread, and by another if one is free. */
    void encode(Learner learner) {
        var next = new AtomicInteger();
        if (predictions.length <= PIECE) {
            encode(next);
            return;
        }
        try (Begun<Boolean> help = learner.beside(predictions.length, () -> encode(next))) {
            encode(next);
            help.get();
        }
    }

    /** The next few for as long as there are any. */
    private boolean encode(AtomicInteger next) {
        for (int from = next.getAndAdd(PIECE); from < predictions.length; from = next.getAndAdd(PIECE)) {
            int to = Math.min(predictions.length, from + PIECE);
            for (int i = from; i < to; i++) {
                encodedPredictions[i] = encoder.encode(predictions[i]);
                encodedUncertainties[i] = UncertaintyJson.encode(uncertainties[i]);
            }
        }
        return true;
    }

    /** As a payload. */
    byte[] prediction(int event) {
        return encodedPredictions[event];
    }

    /** As a payload. */
    byte[] uncertainty(int event) {
        return encodedUncertainties[event];
    }
}
