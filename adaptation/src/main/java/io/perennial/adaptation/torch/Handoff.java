// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.network.Network.Begun;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Work that another thread takes on if one is free, and that the one who asks for it does itself where it has not begun. To wake a
 * thread can take as long as a small pass does: who has done something looks for more, and who waits looks for the end, before
 * it sleeps. It yields meanwhile, so that nobody waits for a processor because of that.
 */
final class Handoff<A> implements Begun<A> {

    /** For how long a thread looks before it sleeps: from one pass of a batch to the next. */
    private static final long LOOKS_NANOS = 300_000;

    private static final ForkJoinPool POOL = ForkJoinPool.commonPool();

    /** The one thread that looks for more; null where none does. */
    private static final AtomicReference<Looking> LOOKING = new AtomicReference<>();

    private final Supplier<A> work;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<A> done = new CompletableFuture<>();
    /** In the pool; null where it was given to a thread that looked for it. */
    private ForkJoinTask<?> queued;

    private boolean over;

    /** A thread that looks for more. */
    private static final class Looking {
        volatile Handoff<?> given;
    }

    private Handoff(Supplier<A> work) {
        this.work = work;
    }

    static <A> Handoff<A> of(Supplier<A> work) {
        Handoff<A> handoff = new Handoff<>(work);
        Looking free = LOOKING.getAndSet(null);
        if (free == null) {
            handoff.queued = POOL.submit(handoff::take);
        } else {
            free.given = handoff;
        }
        return handoff;
    }

    /** Does it, and what comes soon after it. */
    private void take() {
        for (Handoff<?> next = this; next != null; next = look()) {
            if (next.begun.compareAndSet(false, true)) {
                next.run();
            }
        }
    }

    private void run() {
        try {
            done.complete(work.get());
        } catch (Throwable e) { // the one that asks has to hear of errors, too
            done.completeExceptionally(e);
        }
    }

    /** Whether it had not begun, and no other thread will begin it. */
    private boolean takeBack() {
        boolean mine = begun.compareAndSet(false, true);
        if (mine && queued != null) {
            queued.tryUnfork();
        }
        return mine;
    }

    /** The next one that is given to this thread; null where none is for a while, or where the pool has other work. */
    private static Handoff<?> look() {
        Looking here = new Looking();
        if (!LOOKING.compareAndSet(null, here)) {
            return null;
        }
        long start = System.nanoTime();
        while (here.given == null) {
            boolean enough = System.nanoTime() - start > LOOKS_NANOS || POOL.hasQueuedSubmissions();
            if (enough && LOOKING.compareAndSet(here, null)) {
                return null;
            }
            Thread.yield();
        }
        return here.given;
    }

    @Override
    public A get() {
        over = true;
        if (takeBack()) {
            run();
        }
        return await();
    }

    private A await() {
        long start = System.nanoTime();
        while (!done.isDone() && System.nanoTime() - start < LOOKS_NANOS) {
            Thread.yield();
        }
        try {
            return done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause(); // a supplier throws nothing else
        }
    }

    @Override
    public void close() {
        if (over) {
            return;
        }
        over = true;
        if (!takeBack()) {
            await();
        }
    }
}
