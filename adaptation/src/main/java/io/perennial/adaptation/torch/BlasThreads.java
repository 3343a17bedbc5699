// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import org.bytedeco.javacpp.Loader;

/**
 * Threads of OpenBLAS, which does libtorch's matrix products and knows nothing of libtorch's own number: left alone it
 * takes every processor and waits actively, which on processors that others use too made a step of a small dense model
 * ten to eighty times as long.
 */
final class BlasThreads {

    private static int told;

    private BlasThreads() {}

    /** Of the whole process. */
    static synchronized void set(int threads) {
        if (threads == told) {
            return;
        }
        told = threads;
        Loader.load(org.bytedeco.openblas.global.openblas_nolapack.class);
        org.bytedeco.openblas.presets.openblas_nolapack.blas_set_num_threads(threads);
    }
}
