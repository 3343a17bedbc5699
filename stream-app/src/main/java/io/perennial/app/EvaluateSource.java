// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.graph.Graph;
import io.perennial.store.Bundle;
import io.perennial.store.InputContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say which model is evaluated. */
final class EvaluateSource {

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "an ONNX classifier")
    private Path model;

    @Option(names = "--bundle", required = true, paramLabel = "DIR", description = "a bundle, or " + Bundles.BUILTIN)
    private String bundle;

    Bundle read() throws IOException {
        if (bundle != null) {
            return Bundles.open(bundle);
        }
        return bare(model, "--model");
    }

    /**
     * The bytes of a model file.
     *
     * @param what names it in a refusal
     */
    static byte[] onnx(Path model, String what) throws IOException {
        try {
            return Files.readAllBytes(model);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(what + " refused: expected an ONNX file, found none [" + model + "]", e);
        }
    }

    /**
     * A bare model as a bundle without defaults and without names of classes.
     *
     * @param what names it in a refusal
     */
    static Bundle bare(Path model, String what) throws IOException {
        byte[] bytes = onnx(model, what);
        Graph graph = Graph.read(bytes);
        InputContract anything =
                new InputContract(graph.input(), graph.eventShape(), Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
        return new Bundle(
                "model",
                "0",
                bytes,
                "",
                anything,
                List.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }
}
