// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.benchmarks.model.DenseModel;
import io.perennial.benchmarks.model.ResNet20;
import java.util.Arrays;
import java.util.SplittableRandom;

/** A model that passes are measured on; the weights of the second and third are drawn at random, always the same. */
public enum MicroModel {
    /** The built-in one, for images [1, 8, 8]. */
    DIGITS,
    /** 128-128-128-6, normalised. */
    MLP,
    /** For images [3, 32, 32]. */
    RESNET20;

    private static final long SEED = 1;

    byte[] bytes() {
        SplittableRandom random = new SplittableRandom(SEED);
        return switch (this) {
            case DIGITS -> DigitsExample.bundle().model();
            case MLP -> DenseModel.mlp(random);
            case RESNET20 -> ResNet20.bytes(random);
        };
    }

    /** On libtorch, all parameters trainable; the caller closes it. */
    Network open() {
        return Engine.named("torch").open(Graph.read(bytes()), new ParameterSelection.All());
    }

    /** 64 events for the network: the digits' held-out images, noise for the others. */
    Batch batch(Network network) {
        if (this == DIGITS) {
            return DigitsExample.batch();
        }
        SplittableRandom random = new SplittableRandom(SEED);
        float[] values =
                new float[Arrays.stream(network.eventShape()).reduce(DigitsExample.BATCH, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Batch.of(values, DigitsExample.BATCH, network.eventShape());
    }
}
