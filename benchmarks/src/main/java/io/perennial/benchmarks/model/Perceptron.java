// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.model;

import io.perennial.store.Bundle;
import io.perennial.store.InputContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A bundle of a perceptron with two hidden layers, of about as many parameters as wanted, drawn at random. */
public final class Perceptron {

    /** Features of an event. */
    public static final int FEATURES = 64;

    private static final int CLASSES = 10;

    private Perceptron() {}

    /**
     * Writes the bundle.
     *
     * @param wanted parameters; the hidden layers are as wide as comes nearest
     * @return how many it has
     */
    public static int write(int wanted, Path directory) throws Exception {
        Bundle bundle = bundle(wanted);
        for (Map.Entry<String, byte[]> file : bundle.files().entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
        }
        return Integer.parseInt(bundle.version());
    }

    /** The bundle; its version is how many parameters it has. */
    public static Bundle bundle(int wanted) throws NoSuchAlgorithmException {
        int width = (int) Math.round(Math.sqrt(wanted + 37.0 * 37) - 37); // width^2 + 76 width + 10 parameters
        SplittableRandom random = new SplittableRandom(1);
        DenseModel model = new DenseModel(FEATURES)
                .layer("first", width, random)
                .relu()
                .layer("second", width, random)
                .relu()
                .layer("logits", CLASSES, random);
        byte[] bytes = model.bytes();
        List<String> classes =
                IntStream.range(0, CLASSES).mapToObj(c -> "class-" + c).toList();
        return new Bundle(
                "perceptron",
                Integer.toString(model.parameters()),
                bytes,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)),
                new InputContract("x", new int[] {FEATURES}, -10, 10),
                classes,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }
}
