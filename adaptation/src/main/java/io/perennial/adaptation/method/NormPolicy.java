// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.NormStatistics;

/**
 * Where normalisation layers take mean and variance from, over the life of a stream. A moving average learns in one
 * pass of each batch, the teacher's, and the other passes use what it learned.
 */
public final class NormPolicy {

    /** The names of the configuration. */
    public enum Kind {
        /** The batch's own statistics, as PETAL was published. */
        BATCH,
        /** The source model's. */
        SOURCE,
        /** The source model's mixed with the batch's own. */
        MIX,
        /** A moving average that starts at the source model's. */
        EMA
    }

    private final Kind kind;
    private final float share;
    private final float[] values;

    /**
     * @param share of the batch: the mixture's for MIX, the momentum for EMA, otherwise unused
     * @param source the model's own statistics, length S
     */
    public NormPolicy(Kind kind, double share, float[] source) {
        this.kind = kind;
        this.share = (float) share;
        this.values = source.clone();
    }

    /** For the pass that learns the statistics of a batch. */
    NormStatistics observing() {
        return kind == Kind.EMA ? NormStatistics.ema(values, share) : current();
    }

    /** For every other pass. */
    NormStatistics current() {
        return switch (kind) {
            case BATCH -> NormStatistics.batch(values);
            case SOURCE, EMA -> NormStatistics.fixed(values);
            case MIX -> NormStatistics.mix(values, share);
        };
    }

    float[] values() {
        return values.clone();
    }

    void set(float[] learned) {
        System.arraycopy(learned, 0, values, 0, values.length);
    }
}
