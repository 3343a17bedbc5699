// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

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
     * Logits [B, C] of each of several views of a batch, as {@link #forward} gives them: the statistics of a view are its own. An
     * engine may make views on several threads, and look at small ones in one pass.
     *
     * @param batch that they are views of
     * @param view gives the k-th, of the batch's shape; asked once for each, on any thread
     * @param statistics that keep nothing
     */
    default List<Logits> forwardViews(
            ParameterVector parameters, Batch batch, int count, IntFunction<Batch> view, NormStatistics statistics) {
        return IntStream.range(0, count)
                .mapToObj(k -> forward(parameters, view.apply(k), statistics))
                .toList();
    }

    /**
     * The same, each by the batch's own statistics, which are told.
     *
     * @param used takes those of the k-th view in place k, in the layout of {@link #sourceStatistics}
     */
    default List<Logits> forwardViews(
            ParameterVector parameters, Batch batch, int count, IntFunction<Batch> view, float[][] used) {
        return IntStream.range(0, count)
                .mapToObj(k -> telling(parameters, view.apply(k), k, used))
                .toList();
    }

    /** A pass by the batch's own statistics, which it puts in place k. */
    private Logits telling(ParameterVector parameters, Batch view, int k, float[][] used) {
        used[k] = sourceStatistics();
        return forward(parameters, view, NormStatistics.ema(used[k], 1));
    }

    /** Logits [B, C] with what it takes to compute the pullback; close it before the parameters change again. */
    Recorded record(ParameterVector parameters, Batch batch, NormStatistics statistics);

    /**
     * Two passes that do not wait for each other. An engine may compute them at the same time, the second on a thread of its own;
     * neither runs any more when this ends, by a failure of one of them either.
     *
     * @param events of each pass
     */
    default <A, B> Both<A, B> both(int events, Supplier<A> first, Supplier<B> second) {
        return new Both<>(first.get(), second.get());
    }

    /** What two passes give. */
    record Both<A, B>(A first, B second) {}

    /**
     * Begins work that the caller does not wait for before it asks what it gives. An engine may do it on a thread of its own where that
     * is worth it; otherwise it is done when it is asked for.
     *
     * @param events of the passes that it makes or pulls back
     */
    default <A> Begun<A> beside(int events, Supplier<A> work) {
        return new Later<>(work);
    }

    /** Work that is done beside the caller's. */
    interface Begun<A> extends AutoCloseable {

        /** Waits for its end, and gives what it gave or throws what it threw; to be called once, and not after {@link #close}. */
        A get();

        /**
         * When this returns the work has ended, or never will begin; what it gave is lost. What it threw is thrown where nobody has
         * asked, so that it goes with the failure that kept the caller from asking.
         */
        @Override
        void close();
    }

    /** Frees the native memory; closing twice is allowed. */
    @Override
    void close();
}
