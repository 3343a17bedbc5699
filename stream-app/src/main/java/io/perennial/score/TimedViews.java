// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.view.Views;
import java.util.List;
import java.util.random.RandomGenerator;

/** Views whose making is timed. */
record TimedViews(Views made, PassTimes times) implements Views {

    @Override
    public Batch view(Batch batch, RandomGenerator random) {
        return times.view(() -> made.view(batch, random));
    }

    @Override
    public List<Batch> views(Batch batch, List<? extends RandomGenerator> random, int threads) {
        return times.view(() -> made.views(batch, random, threads));
    }

    @Override
    public List<Batch> gentle(Batch batch, int from, List<? extends RandomGenerator> random, int threads) {
        return times.view(() -> made.gentle(batch, from, random, threads));
    }

    @Override
    public boolean hasGentle() {
        return made.hasGentle();
    }

    @Override
    public Batch gentle(Batch batch, int k, RandomGenerator random) {
        return times.view(() -> made.gentle(batch, k, random));
    }
}
