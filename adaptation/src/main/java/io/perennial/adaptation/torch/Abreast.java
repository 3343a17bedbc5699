// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network.Begun;
import io.perennial.adaptation.network.Network.Both;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;

/**
 * How libtorch's threads are used: all of them within an operator where tensors are large, one for each of several passes
 * side by side where they are small. Threads within a small operator wait for each other longer than they compute.
 */
final class Abreast {

    /** What the current thread was told last; libtorch keeps the number for each thread that calls it. */
    private static final ThreadLocal<int[]> TOLD = ThreadLocal.withInitial(() -> new int[1]);

    /** Multiplications below which the threads of a pass wait for each other longer than they compute: a third of a millisecond. */
    private static final long FEW_PRODUCTS = 1L << 24;

    /** How many parts a thread takes at once, at least and at most. */
    private static final int FEWEST = 4;

    private static final int MOST = 8;

    /** Pieces that there are before they grow, so that as many threads have something to do. */
    private static final int PIECES = 4;

    private Abreast() {}

    /**
     * Before a pass: a small one computes with the thread that it is on.
     *
     * @param threads that a large one may use
     * @param products multiplications of the pass
     */
    static void before(int threads, long products) {
        int used = isSmall(products) ? 1 : threads;
        operators(used);
        BlasThreads.set(used);
    }

    static boolean isSmall(long products) {
        return products < FEW_PRODUCTS;
    }

    private static void operators(int threads) {
        int[] told = TOLD.get();
        if (told[0] != threads) {
            torch.set_num_threads(threads);
            told[0] = threads;
        }
    }

    /** Gives what is computed of the parts from one number to another. */
    @FunctionalInterface
    interface Part<T> {
        List<T> of(int from, int to);
    }

    /**
     * What a function gives of so many parts, in their order. Whoever is free takes the next few of them: threads that sleep
     * take a while to wake, and the one that asks begins at once.
     *
     * @param threads at most; this one is among them
     */
    static <T> List<T> parts(int threads, int count, Part<T> part) {
        int piece = piece(count);
        int pieces = (count + piece - 1) / piece;
        List<List<T>> results = new ArrayList<>(Collections.nCopies(pieces, List.of()));
        var next = new AtomicInteger();
        BlasThreads.set(1);
        IntStream.range(0, Math.min(threads, pieces)).parallel().forEach(worker -> {
            operators(1);
            for (int k = next.getAndIncrement(); k < pieces; k = next.getAndIncrement()) {
                results.set(k, part.of(k * piece, Math.min(count, (k + 1) * piece)));
            }
        });
        return results.stream().flatMap(List::stream).toList();
    }

    /** The first on this thread, and the second on another if one is free. Neither runs any more in the end. */
    static <A, B> Both<A, B> both(Supplier<A> first, Supplier<B> second) {
        try (Handoff<B> beside = Handoff.of(second)) {
            return new Both<>(first.get(), beside.get());
        }
    }

    /** Small passes on another thread, if one is free; the one that asks takes them on where they have not begun. */
    static <A> Begun<A> beside(Supplier<A> work) {
        return Handoff.of(() -> {
            operators(1);
            return work.get();
        });
    }

    /** The same for any number of threads, so that sums come out the same. */
    private static int piece(int count) {
        return Math.min(MOST, Math.max(FEWEST, (count + PIECES - 1) / PIECES));
    }

    /** Views from one number to another, each made by a thread of its own. */
    static List<Batch> made(int from, int to, IntFunction<Batch> view) {
        return IntStream.range(from, to).parallel().mapToObj(view).toList();
    }
}
