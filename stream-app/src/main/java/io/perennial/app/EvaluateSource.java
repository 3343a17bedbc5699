// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.intake.Intake;
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

    /** Of a model that takes indices: another word is another event. */
    static final Map<String, String> WITHOUT_VIEWS = Map.of("adapt.view-strength", "0");

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
     * A model file, adopted.
     *
     * @param what names it in a refusal
     */
    static Intake adopted(Path model, String what) throws IOException {
        try {
            return Intake.of(Files.readAllBytes(model));
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
        return bare(adopted(model, what));
    }

    /** The same of an adopted one. */
    static Bundle bare(Intake model) {
        Graph graph = Graph.read(model.onnx());
        InputContract anything =
                new InputContract(graph.input(), graph.eventShape(), Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
        return new Bundle(
                "model",
                "0",
                model.onnx(),
                "",
                anything,
                List.of(),
                model.indices() ? WITHOUT_VIEWS : Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }
}
