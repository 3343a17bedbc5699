// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import java.util.Locale;

/**
 * What an instance needs of its memory, in bytes, as docs/howto/size.md reckons it.
 *
 * @param limit of the container, or of the machine
 * @param heap that the JVM may take
 * @param libraries resident now beside the heap: the JVM's own, the engine, ONNX Runtime, the source model
 * @param partitions that are this instance's share
 * @param vectors native memory of one partition
 * @param state what one partition has learned, as it is kept on the heap
 * @param standbys copies of the state of others, for each partition of its own
 * @param threads partitions that are at work at the same time
 * @param batch native memory of one batch while it is learned from
 */
record MemoryBudget(
        long limit,
        long heap,
        long libraries,
        int partitions,
        long vectors,
        long state,
        int standbys,
        int threads,
        long batch) {

    private static final long MEBIBYTE = 1 << 20;

    /** Compiled code, threads, and what allocators keep, all of which come later. */
    private static final long GROWTH = 128 * MEBIBYTE;

    /** Kafka's clients and buffers, the page, the stages. */
    private static final long HEAP = 96 * MEBIBYTE;

    /** Of Kafka Streams, for what is not committed yet. */
    private static final long CACHE = 64 * MEBIBYTE;

    /** What was learned, once as it is copied out of the engine and once as it is written. */
    private static final int COPIES = 2;

    /** Memory that is taken once all partitions are at work. */
    long needed() {
        return heap + libraries + GROWTH + partitions * vectors + threads * batch;
    }

    /** Heap that is taken then. */
    long heapNeeded() {
        long held = partitions * state;
        return HEAP + Math.min(CACHE, held) + (1 + standbys) * held + (long) threads * COPIES * state;
    }

    /** @throws IllegalArgumentException where it is not enough, with the arithmetic */
    void check() {
        if (heapNeeded() > heap) {
            throw new IllegalArgumentException(
                    "heap refused: expected at least " + mebibytes(heapNeeded()) + " for " + share() + ", got "
                            + mebibytes(heap) + ", since what each has learned takes up to " + mebibytes(state)
                            + "; raise the memory limit, of which a quarter is heap, or -Xmx, or share the partitions among more"
                            + " instances (application.instances)");
        }
        if (needed() > limit) {
            throw new IllegalArgumentException("memory refused: expected at least " + mebibytes(needed()) + " for "
                    + share() + ", got a limit of "
                    + mebibytes(limit) + " (" + arithmetic() + "); raise the limit, lower tensor.batch-size, or share"
                    + " the partitions among more instances (application.instances)");
        }
    }

    private String share() {
        return partitions == 1 ? "1 partition" : partitions + " partitions";
    }

    /** What it is made of, for people. */
    String arithmetic() {
        return "heap " + mebibytes(heap) + ", libraries " + mebibytes(libraries) + ", growth " + mebibytes(GROWTH)
                + ", " + share() + " of " + mebibytes(vectors) + ", batches in work " + mebibytes(threads * batch);
    }

    private static String mebibytes(long bytes) {
        double mebibytes = (double) bytes / MEBIBYTE;
        return String.format(Locale.ROOT, mebibytes < 10 ? "%.1f MiB" : "%.0f MiB", mebibytes);
    }
}
