// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.view.Views;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Gives the k-th view of the batch of a step. */
@FunctionalInterface
public interface ViewSource {

    /**
     * @param step how many steps were learned before this batch
     * @param k 0 for the first view
     */
    Batch view(Batch batch, long step, int k);

    /**
     * Several views at once.
     *
     * @param from k of the first
     * @param threads that make them at the same time, at most
     */
    default List<Batch> views(Batch batch, long step, int from, int count, int threads) {
        return IntStream.range(from, from + count)
                .mapToObj(k -> view(batch, step, k))
                .toList();
    }

    /** Random views that depend on nothing but the seed, the step and k, so that a replay sees the same ones. */
    static ViewSource seeded(Views views, long seed) {
        return new ViewSource() {
            @Override
            public Batch view(Batch batch, long step, int k) {
                return views.view(batch, random(seed, step, k));
            }

            @Override
            public List<Batch> views(Batch batch, long step, int from, int count, int threads) {
                return views.views(batch, randoms(seed, step, from, count), threads);
            }
        };
    }

    /** The same of views that hardly change an event, see {@link Views#gentle}. */
    static ViewSource gentle(Views views, long seed) {
        return new ViewSource() {
            @Override
            public Batch view(Batch batch, long step, int k) {
                return views.gentle(batch, k, random(seed, step, k));
            }

            @Override
            public List<Batch> views(Batch batch, long step, int from, int count, int threads) {
                return views.gentle(batch, from, randoms(seed, step, from, count), threads);
            }
        };
    }

    private static SplittableRandom random(long seed, long step, int k) {
        return new SplittableRandom(Seeds.mix(seed, step, k));
    }

    private static List<SplittableRandom> randoms(long seed, long step, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(k -> random(seed, step, k))
                .toList();
    }
}
