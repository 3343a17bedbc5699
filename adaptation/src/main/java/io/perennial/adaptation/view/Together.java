// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.view;

import io.perennial.adaptation.network.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Makes several views at the same time: they know nothing of each other, and each has randomness of its own. */
final class Together {

    private Together() {}

    /**
     * @param threads at most; this one is among them
     * @param view makes the i-th, on any thread
     */
    static List<Batch> make(int count, int threads, IntFunction<Batch> view) {
        Batch[] made = new Batch[count];
        int workers = Math.min(threads, count);
        if (workers <= 1) {
            Arrays.setAll(made, view);
        } else {
            IntStream.range(0, workers).parallel().forEach(worker -> {
                for (int i = worker; i < count; i += workers) {
                    made[i] = view.apply(i);
                }
            });
        }
        return List.of(made);
    }
}
