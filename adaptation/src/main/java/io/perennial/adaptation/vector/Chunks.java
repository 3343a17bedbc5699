// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.vector;

/**
 * Loops over vectors by way of short arrays in the heap. The compiler makes vector instructions of loops over arrays,
 * though not of loops over native memory, and the arrays stay in the first cache: a pass is as fast as the memory, and
 * takes no memory of the vectors' size.
 */
public final class Chunks {

    /** Four arrays of them are half of a first cache of 32 KiB. */
    public static final int LENGTH = 1024;

    private Chunks() {}

    /** What becomes of a chunk: of each vector its values, of which the first so many count. */
    @FunctionalInterface
    public interface Change {
        void of(float[][] chunk, int length);
    }

    /** What a chunk adds to a sum. */
    @FunctionalInterface
    public interface Sum {
        double of(float[][] chunk, int length);
    }

    /** What becomes of a chunk of bit patterns, and a count. */
    @FunctionalInterface
    public interface Count {
        long of(int[][] chunk, int length);
    }

    /** Changes the first so many of the vectors, all of the same size. */
    public static void change(int changed, Change change, Span... vectors) {
        float[][] chunk = new float[vectors.length][Math.min(LENGTH, vectors[0].size())];
        for (int from = 0; from < vectors[0].size(); from += LENGTH) {
            int length = read(chunk, from, vectors);
            change.of(chunk, length);
            for (int i = 0; i < changed; i++) {
                vectors[i].floats().put(from, chunk[i], 0, length);
            }
        }
    }

    /** Of what the chunks give. */
    public static double sum(Sum sum, Span... vectors) {
        float[][] chunk = new float[vectors.length][Math.min(LENGTH, vectors[0].size())];
        double all = 0;
        for (int from = 0; from < vectors[0].size(); from += LENGTH) {
            all += sum.of(chunk, read(chunk, from, vectors));
        }
        return all;
    }

    /** Changes the first so many of the vectors. */
    public static long count(int changed, Count count, Span... vectors) {
        int[][] chunk = new int[vectors.length][Math.min(LENGTH, vectors[0].size())];
        long all = 0;
        for (int from = 0; from < vectors[0].size(); from += LENGTH) {
            int length = Math.min(LENGTH, vectors[0].size() - from);
            for (int i = 0; i < chunk.length; i++) {
                vectors[i].bits().get(from, chunk[i], 0, length);
            }
            all += count.of(chunk, length);
            for (int i = 0; i < changed; i++) {
                vectors[i].bits().put(from, chunk[i], 0, length);
            }
        }
        return all;
    }

    private static int read(float[][] chunk, int from, Span... vectors) {
        int length = Math.min(LENGTH, vectors[0].size() - from);
        for (int i = 0; i < chunk.length; i++) {
            vectors[i].floats().get(from, chunk[i], 0, length);
        }
        return length;
    }
}
