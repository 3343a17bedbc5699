// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.view.Views;
import java.util.random.RandomGenerator;

/** Views whose making is timed. */
record TimedViews(Views made, PassTimes times) implements Views {

    @Override
    public Batch view(Batch batch, RandomGenerator random) {
        return times.view(() -> made.view(batch, random));
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
