// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.engines;

import io.perennial.adaptation.graph.Graph;
import io.perennial.benchmarks.model.DenseModel;
import io.perennial.benchmarks.model.ResNet20;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;

/** A model that the engines are measured on, with weights drawn at random, the same in every process. */
enum Subject {
    /** For 128 features, two hidden layers of 256 and 128, normalised. */
    MLP(random -> new DenseModel(128)
            .layer("first", 256, random)
            .norm()
            .relu()
            .layer("second", 128, random)
            .norm()
            .relu()
            .layer("logits", 10, random)
            .bytes()),

    /** For images [3, 32, 32]. */
    RESNET20(ResNet20::bytes);

    private static final long SEED = 1;

    private final Function<SplittableRandom, byte[]> model;

    Subject(Function<SplittableRandom, byte[]> model) {
        this.model = model;
    }

    /** Its name in tables. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Graph graph() {
        return Graph.read(model.apply(new SplittableRandom(SEED)));
    }
}
