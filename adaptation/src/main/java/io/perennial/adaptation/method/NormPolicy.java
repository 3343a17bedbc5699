// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import java.util.function.Supplier;

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
    private final int fullBatch;
    private final float[] values;

    /**
     * @param share of the batch: the mixture's for MIX, the momentum for EMA, otherwise unused
     * @param fullBatch events of the batch that has the whole momentum; smaller ones move the average by their part, so
     *     that a few late events do not count like a batch
     * @param source the model's own statistics, length S
     */
    public NormPolicy(Kind kind, double share, int fullBatch, float[] source) {
        this.kind = kind;
        this.share = (float) share;
        this.fullBatch = fullBatch;
        this.values = source.clone();
    }

    /**
     * The pass over a plain batch, in which a moving average learns. What it kept is taken back if any of it is not
     * finite, since an average that has seen one infinite value never forgets it; the batch is then computed again on
     * what was known before.
     *
     * @param learn whether the average may learn
     */
    Logits forward(Network network, ParameterVector parameters, Batch batch, boolean learn) {
        if (kind != Kind.EMA || !learn) {
            return network.forward(parameters, batch, current());
        }
        float[] before = values();
        Logits logits = network.forward(parameters, batch, observing(batch.size()));
        return keepIfFinite(before) ? logits : network.forward(parameters, batch, current());
    }

    /** The same pass when it is asked for, or at once where an average learns in it. To be asked for once at most. */
    Supplier<Logits> awaiting(Network network, ParameterVector parameters, Batch batch, boolean learn) {
        if (kind != Kind.EMA || !learn) {
            return () -> forward(network, parameters, batch, learn);
        }
        Logits logits = forward(network, parameters, batch, learn);
        return () -> logits;
    }

    /** The same pass, recorded for the methods whose student sees a batch first. */
    Recorded record(Network network, ParameterVector parameters, Batch batch) {
        if (kind != Kind.EMA) {
            return network.record(parameters, batch, current());
        }
        float[] before = values();
        Recorded recorded = network.record(parameters, batch, observing(batch.size()));
        if (keepIfFinite(before)) {
            return recorded;
        }
        recorded.close();
        return network.record(parameters, batch, current());
    }

    /** For the pass that learns the statistics of a batch of so many events. */
    NormStatistics observing(int size) {
        return kind == Kind.EMA ? NormStatistics.ema(values, share * Math.min(1, (float) size / fullBatch)) : current();
    }

    private boolean keepIfFinite(float[] before) {
        boolean finite = areFinite(values);
        if (!finite) {
            set(before);
        }
        return finite;
    }

    static boolean areFinite(float... values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** For every other pass. */
    NormStatistics current() {
        return switch (kind) {
            case BATCH -> NormStatistics.batch(values);
            case SOURCE, EMA -> NormStatistics.fixed(values);
            case MIX -> NormStatistics.mix(values, share);
        };
    }

    /** Whether the current statistics need no batch. Where there is no normalisation layer, none does. */
    boolean standsStill() {
        return values.length == 0 || current().batchShare() == 0;
    }

    /** A copy of the values where they can be others than the source's; else null. */
    float[] moved() {
        return kind == Kind.EMA && values.length > 0 ? values() : null;
    }

    float[] values() {
        return values.clone();
    }

    void set(float[] learned) {
        System.arraycopy(learned, 0, values, 0, values.length);
    }
}
