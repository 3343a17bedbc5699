// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.network.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;

/**
 * How libtorch's threads are used: all of them within an operator where tensors are large, one for each of several passes
 * side by side where they are small. Threads within a small operator wait for each other longer than they compute.
 */
final class Abreast {

    /** What the current thread was told last; libtorch keeps the number for each thread that calls it. */
    private static final ThreadLocal<int[]> TOLD = ThreadLocal.withInitial(() -> new int[1]);

    /** Products of a pass below which the threads of a matrix product wait for each other longer than they compute. */
    private static final long FEW_PRODUCTS = 1L << 24;

    private Abreast() {}

    /**
     * Before a pass: a small one computes with the thread that it is on.
     *
     * @param threads that a large one may use
     * @param batch that goes through
     * @param parameters of the network, P
     */
    static void before(int threads, Batch batch, long parameters) {
        operators(Joined.isSmall(batch) ? 1 : threads);
        BlasThreads.set(batch.size() * parameters < FEW_PRODUCTS ? 1 : threads);
    }

    private static void operators(int threads) {
        int[] told = TOLD.get();
        if (told[0] != threads) {
            torch.set_num_threads(threads);
            told[0] = threads;
        }
    }

    /**
     * What a function gives of neighbouring parts, one after the other.
     *
     * @param threads at most; this one is among them
     */
    static <A, B> List<B> of(int threads, List<A> all, Function<List<A>, List<B>> function) {
        int workers = Math.min(threads, all.size());
        if (workers <= 1) {
            return function.apply(all);
        }
        BlasThreads.set(1);
        List<B> results = new ArrayList<>(all.size());
        IntStream.range(0, workers)
                .parallel()
                .mapToObj(worker -> {
                    operators(1);
                    return function.apply(
                            all.subList(all.size() * worker / workers, all.size() * (worker + 1) / workers));
                })
                .toList()
                .forEach(results::addAll);
        return results;
    }
}
