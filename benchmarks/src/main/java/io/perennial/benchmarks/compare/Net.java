// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.compare;

import io.perennial.adaptation.graph.Graph;
import io.perennial.benchmarks.model.DenseModel;
import io.perennial.benchmarks.model.ResNet20;
import io.perennial.digits.Digits;
import io.perennial.store.Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;

/** The networks of {@code torch_baseline.py}, with weights drawn at random: their shapes are what matters. */
enum Net {
    /** For 128 features, two hidden layers of as many, normalised, six classes. */
    MLP(64, 1000, DenseModel::mlp),

    /** The built-in example's, for images [1, 8, 8]. */
    DIGITS(64, 300, random -> digits()),

    /** For images [3, 32, 32]. */
    RESNET20(200, 1, ResNet20::bytes),

    /** The same, four times as wide. */
    RESNET20X4(200, 1, random -> ResNet20.bytes(random, 64));

    private static final long SEED = 1;

    private final int batch;
    private final int steps;
    private final Function<SplittableRandom, byte[]> model;

    Net(int batch, int steps, Function<SplittableRandom, byte[]> model) {
        this.batch = batch;
        this.steps = steps;
        this.model = model;
    }

    private static byte[] digits() {
        try {
            return Bundle.resource(Net.class.getClassLoader(), Digits.BUNDLE_ROOT)
                    .model();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its name in the script and in tables. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Events of a batch, where nothing else is asked. */
    int batch() {
        return batch;
    }

    /** Steps of a round, where nothing else is asked: some seconds, or one step where that takes longer. */
    int steps() {
        return steps;
    }

    Graph graph() {
        return Graph.read(model.apply(new SplittableRandom(SEED)));
    }
}
