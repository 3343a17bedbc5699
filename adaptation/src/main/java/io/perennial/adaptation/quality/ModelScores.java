// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

import io.perennial.adaptation.uncertainty.BrierScore;
import io.perennial.adaptation.uncertainty.Calibration;
import io.perennial.adaptation.uncertainty.LogLoss;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.Arrays;

/** How good the probabilities of one model were; every figure is NaN where none was judged. */
public final class ModelScores {

    private static final int BRIER = 2;
    private static final int NLL = BRIER + 2;
    private static final int CALIBRATION = NLL + 2;
    static final int LENGTH = CALIBRATION + 3 * Calibration.BINS;

    private long events;
    private long wrong;
    private final BrierScore brier = new BrierScore();
    private final LogLoss nll = new LogLoss();
    private final Calibration calibration = new Calibration();

    /** A prediction [1, C] that is not finite is wrong, and counts in nothing else. */
    void add(Probabilities p, boolean isWrong, int truth) {
        events++;
        wrong += isWrong ? 1 : 0;
        if (Float.isFinite(p.at(0, truth))) {
            brier.add(p, 0, truth);
            nll.add(p, 0, truth);
            calibration.add(p, 0, truth);
        }
    }

    void add(ModelScores other) {
        events += other.events;
        wrong += other.wrong;
        brier.add(other.brier);
        nll.add(other.nll);
        calibration.add(other.calibration);
    }

    /** How many were judged. */
    public long events() {
        return events;
    }

    /** Share of wrong labels. */
    public double error() {
        return (double) wrong / events;
    }

    /** See {@link BrierScore}. */
    public double brier() {
        return brier.mean();
    }

    /** See {@link LogLoss}. */
    public double nll() {
        return nll.mean();
    }

    /** Expected calibration error, see {@link Calibration}; of few events it is never 0, a window of 1000 has about 0.02 by chance. */
    public double ece() {
        return calibration.expectedError();
    }

    /** Mean confidence less accuracy. */
    double overconfidence() {
        return calibration.overconfidence();
    }

    void save(double[] into, int from) {
        into[from] = events;
        into[from + 1] = wrong;
        System.arraycopy(brier.save(), 0, into, from + BRIER, 2);
        System.arraycopy(nll.save(), 0, into, from + NLL, 2);
        System.arraycopy(calibration.save(), 0, into, from + CALIBRATION, 3 * Calibration.BINS);
    }

    void load(double[] state, int from) {
        events = (long) state[from];
        wrong = (long) state[from + 1];
        brier.load(part(state, from + BRIER, 2));
        nll.load(part(state, from + NLL, 2));
        calibration.load(part(state, from + CALIBRATION, 3 * Calibration.BINS));
    }

    private static double[] part(double[] state, int from, int length) {
        return Arrays.copyOfRange(state, from, from + length);
    }
}
