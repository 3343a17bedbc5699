// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

/**
 * What the guard holds against a model; see docs/guard.md for where the numbers come from. Lengths are in events, so
 * that one event at a time and 200 behave alike.
 *
 * @param horizon of the averages
 * @param least events that are seen before anything is held against a model
 * @param order that predictions may lose against the source's, in {@link Persistence}
 * @param orderShare of the source's order that they may lose, where that is more
 * @param credit of order kept above the source's that answers for any disagreement
 * @param margin of excess disagreement that miscalibration of a few points explains
 * @param loss of estimated accuracy at which the adapted model is blamed for the excess
 * @param burden of excess disagreement from which the adapted model must show a sign of gain
 * @param proof of gain in estimated accuracy that is such a sign
 * @param spread ratio of effective classes, adapted to source, that is another
 * @param collapse ratio of effective classes at and below which the model has collapsed
 * @param support of the source's belief from which the classes that are left are the stream's own
 * @param certainty ratio of entropy to what it was before below which a model became certain
 * @param steady the same ratio above which the source did not
 * @param jump of one step in multiples of the usual one
 * @param jumpFloor below which no step is a jump, relative to the source's norm
 * @param window of events whose majority decides whether to open
 * @param trial events of a trial
 * @param rest events before the first trial; doubled by each that fails, up to 16-fold
 * @param checkpoint healthy steps between two copies of the weights, for each 2^20 values of the copy
 */
public record GuardOptions(
        int horizon,
        int least,
        double order,
        double orderShare,
        double credit,
        double margin,
        double loss,
        double burden,
        double proof,
        double spread,
        double collapse,
        double support,
        double certainty,
        double steady,
        double jump,
        double jumpFloor,
        int window,
        int trial,
        int rest,
        int checkpoint) {

    /** Horizon of the slow averages in multiples of the fast ones'. */
    static final int SLOW = 16;

    /** Weight of an average that has seen 1.6 times its horizon. */
    static final double FULL = 0.8;

    /** One choice for every stream. */
    public static final GuardOptions DEFAULT = new GuardOptions(
            512, 64, 0.08, 0.2, 0.06, 0.08, 0.02, 0.15, 0.05, 1.2, 0.75, 1.2, 0.25, 2.0 / 3, 10, 0.05, 128, 256, 1024,
            32);
}
