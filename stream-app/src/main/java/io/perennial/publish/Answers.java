// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.adaptation.network.Network.Begun;
import io.perennial.score.Learner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * What is said of each event of a batch, and the payloads that it leaves as. Once it is all said, another thread encodes it if
 * one is free, while this one sends what is ready; where the next payload is not, this one encodes, too.
 */
final class Answers implements AutoCloseable {

    /** How many events a thread encodes at once; of no more than that, nobody is asked to help. */
    private static final int PIECE = 8;

    private final PredictionEncoder encoder;
    private final Prediction[] predictions;
    private final Uncertainty[] uncertainties;
    private final byte[][] encodedPredictions;
    private final byte[][] encodedUncertainties;
    private final AtomicInteger next = new AtomicInteger();
    /** One for each piece, 1 once its payloads are there. */
    private final AtomicIntegerArray ready;
    /** Null where nobody was asked. */
    private Begun<Boolean> help;

    Answers(PredictionEncoder encoder, int events) {
        this.encoder = encoder;
        predictions = new Prediction[events];
        uncertainties = new Uncertainty[events];
        encodedPredictions = new byte[events][];
        encodedUncertainties = new byte[events][];
        ready = new AtomicIntegerArray((events + PIECE - 1) / PIECE);
    }

    void set(int event, Prediction prediction, Uncertainty uncertainty) {
        predictions[event] = prediction;
        uncertainties[event] = uncertainty;
    }

    /** Once all are set, before the first payload is asked for. To be closed. */
    void begin(Learner learner) {
        if (ready.length() > 1) {
            help = learner.beside(predictions.length, this::encodeAll);
        }
    }

    private boolean encodeAll() {
        while (encodeNext()) {}
        return true;
    }

    /** The next few, if there are any that nobody has begun. */
    private boolean encodeNext() {
        int piece = next.getAndIncrement();
        if (piece >= ready.length()) {
            return false;
        }
        int to = Math.min(predictions.length, (piece + 1) * PIECE);
        for (int i = piece * PIECE; i < to; i++) {
            encodedPredictions[i] = encoder.encode(predictions[i]);
            encodedUncertainties[i] = UncertaintyJson.encode(uncertainties[i]);
        }
        ready.set(piece, 1);
        return true;
    }

    private void await(int event) {
        while (ready.get(event / PIECE) == 0) {
            if (!encodeNext()) {
                help.get(); // it has the only piece that is left, or could not encode one
            }
        }
    }

    /** As a payload. */
    byte[] prediction(int event) {
        await(event);
        return encodedPredictions[event];
    }

    /** As a payload. */
    byte[] uncertainty(int event) {
        await(event);
        return encodedUncertainties[event];
    }

    /** Nobody encodes any more then. */
    @Override
    public void close() {
        if (help != null) {
            help.close();
        }
    }
}
