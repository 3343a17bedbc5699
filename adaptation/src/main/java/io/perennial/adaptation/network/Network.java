// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

import java.util.List;

/**
 * A classifier as a function of its parameters: the seam between the adaptation methods and an engine. Stateless and
 * thread-safe; every pass names the parameters, the batch and the normalisation statistics it uses.
 */
public interface Network extends AutoCloseable {

    /** The trainable parameters, as chosen when the network was opened. */
    ParameterLayout layout();

    /** Shape of one event, without the batch dimension. */
    int[] eventShape();

    /** Number of classes, C: the length of the last dimension of the output. */
    int classes();

    /** The model's own normalisation statistics, length S, a fresh copy; see {@link NormStatistics}. */
    float[] sourceStatistics();

    /**
     * Channels of each normalisation layer, in the order of {@link #sourceStatistics}, where each layer has its means and
     * then its variances. Empty where there is no such layer, or where they are not known.
     */
    default int[] normChannels() {
        return new int[0];
    }

    /**
     * Bytes of native memory that the constants of this network, its open vectors and what it keeps from pass to pass hold
     * at this moment; a pass may need more while it runs. Of the GPU's memory where the engine computes there. 0 where an engine does not count them.
     */
    default long nativeBytes() {
        return 0;
    }

    /** A new vector of P zeros. */
    ParameterVector zeros();

    /** A new vector with the parameters as they stand in the model. */
    ParameterVector source();

    /** Logits [B, C]. Nothing is kept. */
    Logits forward(ParameterVector parameters, Batch batch, NormStatistics statistics);

    /**
     * Logits [B, C] of each of several batches of one shape, as {@link #forward(ParameterVector, Batch, NormStatistics)} gives
     * them: statistics of a batch are its own. An engine may compute small ones in one pass.
     *
     * @param statistics that keep nothing
     */
    default List<Logits> forward(ParameterVector parameters, List<Batch> batches, NormStatistics statistics) {
        return batches.stream()
                .map(batch -> forward(parameters, batch, statistics))
                .toList();
    }

    /** Threads that one pass uses, so that what is made for a pass uses no more. */
    default int threads() {
        return 1;
    }

    /** Logits [B, C] with what it takes to compute the pullback; close it before the parameters change again. */
    Recorded record(ParameterVector parameters, Batch batch, NormStatistics statistics);

    /** Frees the native memory; closing twice is allowed. */
    @Override
    void close();
}
