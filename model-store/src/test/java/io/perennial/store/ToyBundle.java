// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A small valid bundle on disk, to be spoiled piece by piece. */
record ToyBundle(Path directory) {

    static final byte[] MODEL = {1, 2, 3, 4};

    private static final String DESCRIPTION =
            """
            format: 1
            name: toy
            version: 1.10
            input:
              name: x
              shape: [1, 2]
              minimum: -4
            labels: [a, b, 7]
            adapt:
              method: petal-fim
              checkpoint:
                steps: 100
            provenance:
              made-by: hand
              files:
                model.onnx: 0
                posterior.safetensors: 0
                probe.safetensors: 0
            """;

    static ToyBundle write(Path directory) throws IOException {
        ToyBundle toy = new ToyBundle(directory);
        Files.writeString(directory.resolve("bundle.yaml"), DESCRIPTION);
        toy.part("model.onnx", MODEL);
        toy.posterior(new float[] {1, 2, 3}, new float[] {0, .5f, 1});
        toy.probe(new Tensor.Floats(new float[4], 2, 1, 2), new Tensor.Floats(new float[6], 2, 3));
        return toy;
    }

    /** Replaces what matches in the description. */
    void describe(String pattern, String replacement) throws IOException {
        Path file = directory.resolve("bundle.yaml");
        Files.writeString(file, Files.readString(file).replaceAll(pattern, replacement));
    }

    /** Writes a part and its right hash. */
    void part(String name, byte[] bytes) throws IOException {
        Files.write(directory.resolve(name), bytes);
        describe("(?m)" + name + ": [0-9a-f]+$", name + ": " + BundleReader.sha256(bytes));
    }

    void posterior(float[] mean, float[] variance) throws IOException {
        tensors(
                "posterior.safetensors",
                Map.of(
                        "mean", new Tensor.Floats(mean, mean.length),
                        "variance", new Tensor.Floats(variance, variance.length)));
    }

    void probe(Tensor inputs, Tensor logits) throws IOException {
        tensors("probe.safetensors", Map.of("inputs", inputs, "logits", logits));
    }

    private void tensors(String name, Map<String, Tensor> tensors) throws IOException {
        part(name, new Safetensors(tensors, Map.of()).write());
    }
}
