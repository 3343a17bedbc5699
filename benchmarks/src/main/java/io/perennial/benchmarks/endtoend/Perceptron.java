// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.endtoend;

import io.perennial.benchmarks.model.DenseModel;
import io.perennial.store.Bundle;
import io.perennial.store.InputContract;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The model: 128 features, two hidden layers of 128, normalised, six classes; weights drawn at random. */
final class Perceptron {

    /** Values of an event. */
    static final int FEATURES = 128;

    private static final int CLASSES = 6;

    private Perceptron() {}

    static Bundle bundle() {
        SplittableRandom random = new SplittableRandom(1);
        byte[] model = DenseModel.mlp(random);
        return new Bundle(
                "mlp",
                "1",
                model,
                sha256(model),
                new InputContract("x", new int[] {FEATURES}, -10, 10),
                IntStream.range(0, CLASSES).mapToObj(c -> "class-" + c).toList(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** Values of so many events, standard normal and cut at 9. */
    static float[] events(int count) {
        SplittableRandom random = new SplittableRandom(2);
        float[] values = new float[count * FEATURES];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.max(-9, Math.min(9, random.nextGaussian()));
        }
        return values;
    }

    private static String sha256(byte... bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
