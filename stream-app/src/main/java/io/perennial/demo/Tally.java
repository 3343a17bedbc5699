// SPDX-License-Identifier: Apache-2.0
package io.perennial.demo;

import io.perennial.digits.DigitEvent;
import io.perennial.publish.Prediction;
import io.perennial.publish.Uncertainty;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What was sent against what came back: each digit exactly one prediction, each bad event exactly one dead letter. */
final class Tally {

    /**
     * Counts since the tally before.
     *
     * @param sourceError share of wrong predictions of the untouched source; NaN without predictions
     * @param adaptedError of the adapted model
     * @param entropy mean predictive entropy in nats
     * @param deadLetters since the start
     */
    record Window(
            String phase,
            long events,
            double sourceError,
            double adaptedError,
            double entropy,
            long step,
            long deadLetters) {}

    private final List<DigitEvent> sent = new ArrayList<>();
    private final BitSet answered = new BitSet();
    private long bad;
    private long deadLetters;
    private long duplicates;
    private long predictions;
    private long sourceWrong;
    private long adaptedWrong;
    private long step;

    private String phase = "";
    private long windowPredictions;
    private long windowSourceWrong;
    private long windowAdaptedWrong;
    private double windowEntropy;
    private long windowUncertainties;

    synchronized void sent(DigitEvent digit) {
        // Only label and phase are needed later; the values would be 300 bytes an event.
        sent.add(new DigitEvent(digit.index(), new float[0], digit.label(), digit.phase()));
    }

    synchronized void sentBad() {
        bad++;
    }

    synchronized void predicted(Prediction prediction) {
        int index = Integer.parseInt(prediction.id());
        if (answered.get(index)) {
            duplicates++;
            return;
        }
        answered.set(index);
        DigitEvent digit = sent.get(index);
        boolean source = prediction.sourceLabel() != digit.label();
        boolean adapted = prediction.label() != digit.label();
        predictions++;
        windowPredictions++;
        sourceWrong += source ? 1 : 0;
        adaptedWrong += adapted ? 1 : 0;
        windowSourceWrong += source ? 1 : 0;
        windowAdaptedWrong += adapted ? 1 : 0;
        step = Math.max(step, prediction.step());
        phase = digit.phase();
    }

    synchronized void uncertain(Uncertainty uncertainty) {
        windowEntropy += uncertainty.entropy();
        windowUncertainties++;
    }

    synchronized void deadLetter() {
        deadLetters++;
    }

    /** Whether everything that was sent has an answer. */
    synchronized boolean complete() {
        return predictions == sent.size() && deadLetters >= bad;
    }

    synchronized Window window() {
        Window window = new Window(
                phase,
                windowPredictions,
                (double) windowSourceWrong / windowPredictions,
                (double) windowAdaptedWrong / windowPredictions,
                windowEntropy / windowUncertainties,
                step,
                deadLetters);
        windowPredictions = 0;
        windowSourceWrong = 0;
        windowAdaptedWrong = 0;
        windowEntropy = 0;
        windowUncertainties = 0;
        return window;
    }

    synchronized DemoSummary summary(double seconds) {
        long answers = predictions + deadLetters;
        return new DemoSummary(
                sent.size() + bad,
                predictions,
                Math.max(0, sent.size() - predictions) + Math.max(0, bad - deadLetters),
                duplicates + Math.max(0, deadLetters - bad),
                deadLetters,
                predictions == 0 ? 1 : (double) sourceWrong / predictions,
                predictions == 0 ? 1 : (double) adaptedWrong / predictions,
                step,
                answers / seconds);
    }
}
