// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.intake.Intake;
import io.perennial.evaluate.ImageFolder;
import io.perennial.evaluate.Recording;
import io.perennial.evaluate.StreamFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say what a model was trained on. */
final class PrepareEvents {

    @Option(
            names = "--train",
            required = true,
            paramLabel = "FILE",
            description = {
                "what it was trained on: NPY [N, ...] (uint8 is scaled by 1/255), idx, or CSV with a header; may be gzipped",
                "or a directory of images, one folder for each class"
            })
    private Path train;

    @Option(
            names = "--train-labels",
            paramLabel = "FILE",
            description = "the classes, NPY or idx; without labels the bundle has no posterior")
    private Path trainLabels;

    @Option(
            names = "--validation",
            paramLabel = "FILE",
            description = "labelled events that it was not trained on, for an honest accuracy and temperature")
    private Path validation;

    @Option(names = "--validation-labels", paramLabel = "FILE", description = "their classes, NPY or idx")
    private Path validationLabels;

    @ArgGroup(validate = false)
    private CsvOptions csv = new CsvOptions();

    @Option(names = "--resize", description = "scales images of a directory to the model's size")
    private boolean resize;

    @Option(
            names = "--classes",
            paramLabel = "NAME",
            split = ",",
            description = {
                "names of the classes in the order of the logits (default: their numbers, or folders' names); of a model that gives",
                "several labels, their names: what they form is called none, a, b, a+b"
            })
    private List<String> classes = List.of();

    Recording training(Intake model) throws IOException {
        return read(model, train, trainLabels);
    }

    /** Events that it was not trained on; empty where none are given. */
    Optional<Recording> held(Intake model) throws IOException {
        return validation == null ? Optional.empty() : Optional.of(read(model, validation, validationLabels));
    }

    /** Names of the classes in the order of the logits; empty for their numbers. */
    List<String> classes(Intake model) throws IOException {
        return classes.isEmpty() && Files.isDirectory(train)
                ? images(model, train).classes()
                : model.classes(classes);
    }

    private Recording read(Intake model, Path events, Path labels) throws IOException {
        return Files.isDirectory(events)
                ? images(model, events).read()
                : new StreamFiles(events, labels, null, csv.columns(null, model.classes(classes))).read();
    }

    private ImageFolder images(Intake model, Path directory) {
        return new ImageFolder(directory, Graph.read(model.onnx()).eventShape(), resize);
    }
}
