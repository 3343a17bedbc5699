// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.posterior.SwagDiagonal;
import io.perennial.evaluate.CsvColumns;
import io.perennial.evaluate.ImageFolder;
import io.perennial.evaluate.Recording;
import io.perennial.evaluate.StreamFiles;
import io.perennial.prepare.Preparation;
import io.perennial.store.Bundle;
import io.perennial.store.BundleDirectory;
import io.perennial.store.Reference;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code perennial prepare}: makes a bundle. */
@Command(
        name = "prepare",
        description = "Makes a bundle of a model and what it was trained on: contract, posterior, reference, probe.",
        footer = {
            "The same input and seed give the same bytes.",
            "Exit status: 0 for a bundle, 1 for a failure, 2 for a refused argument or file."
        },
        mixinStandardHelpOptions = true)
final class PrepareCommand implements Callable<Integer> {

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "an ONNX classifier")
    private Path model;

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

    @Option(
            names = "--label-column",
            paramLabel = "NAME",
            description = "of a CSV (default: the last one if it is called label, target or class)")
    private String labelColumn;

    @Option(
            names = "--ignore-columns",
            paramLabel = "NAME",
            split = ",",
            description = "of a CSV, no features, comma-separated")
    private List<String> ignoredColumns = List.of();

    @Option(names = "--resize", description = "scales images of a directory to the model's size")
    private boolean resize;

    @Option(
            names = "--classes",
            paramLabel = "NAME",
            split = ",",
            description = "names of the classes in the order of the logits (default: their numbers, or folders' names)")
    private List<String> classes = List.of();

    @Option(
            names = "--standardise",
            description =
                    "events come raw and the model was trained on standardised ones: mean and deviation of the training"
                            + " events become part of the contract")
    private boolean standardise;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "the bundle; one that lies there is replaced")
    private Path out;

    @Option(names = "--name", paramLabel = "NAME", description = "of the bundle (default: the directory's)")
    private String name;

    @Option(
            names = "--bundle-version",
            paramLabel = "VERSION",
            defaultValue = "1",
            description = "of the bundle (default: ${DEFAULT-VALUE})")
    private String version;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "5",
            description = "of the posterior's fit (default: ${DEFAULT-VALUE})")
    private int epochs;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            defaultValue = "8e-4",
            description = "of the posterior's fit (default: ${DEFAULT-VALUE})")
    private double learningRate;

    @Option(
            names = "--snapshots",
            paramLabel = "N",
            defaultValue = "4",
            description = "of the weights in an epoch of the fit (default: ${DEFAULT-VALUE})")
    private int snapshots;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of the fit (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = "torch",
            description = "what computes (default: ${DEFAULT-VALUE})")
    private String engine;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        byte[] onnx = EvaluateSource.onnx(model, "--model");
        BundleDirectory target = new BundleDirectory(out);
        target.check();
        Preparation preparation = new Preparation(onnx, wanted(onnx), Engine.named(engine));
        Recording training = read(onnx, train, trainLabels);
        Optional<Recording> held =
                validation == null ? Optional.empty() : Optional.of(read(onnx, validation, validationLabels));
        Bundle bundle;
        try (EvaluateProgress progress = EvaluateProgress.of(preparation.events(training, held))) {
            progress.task("prepare");
            bundle = preparation.bundle(training, held, progress::advance);
        }
        target.write(bundle);
        report(bundle, held.isPresent());
        return 0;
    }

    private Preparation.Wanted wanted(byte[] onnx) throws IOException {
        List<String> labels = classes.isEmpty() && Files.isDirectory(train)
                ? images(onnx, train).classes()
                : classes;
        SwagDiagonal.Options fit = SwagDiagonal.Options.PUBLISHED.with(
                positive("--epochs", epochs),
                positive("--learning-rate", learningRate),
                positive("--snapshots", snapshots));
        String called = name != null
                ? name
                : out.toAbsolutePath().normalize().getFileName().toString();
        return new Preparation.Wanted(
                named("--name", called),
                named("--bundle-version", version),
                labels,
                standardise,
                fit,
                seed,
                Main.VERSION);
    }

    private static String named(String option, String value) {
        if (!Bundle.isName(value)) {
            throw new IllegalArgumentException(
                    option + " refused: expected up to 128 letters, digits, dots, dashes and underscores, got \""
                            + value + "\"");
        }
        return value;
    }

    private static <N extends Number> N positive(String option, N value) {
        if (!(value.doubleValue() > 0) || Double.isInfinite(value.doubleValue())) {
            throw new IllegalArgumentException(option + " refused: expected more than 0, got " + value);
        }
        return value;
    }

    private Recording read(byte[] onnx, Path events, Path labels) throws IOException {
        if (Files.isDirectory(events)) {
            return images(onnx, events).read();
        }
        return new StreamFiles(events, labels, null, new CsvColumns(labelColumn, null, ignoredColumns, classes)).read();
    }

    private ImageFolder images(byte[] onnx, Path directory) {
        return new ImageFolder(directory, Graph.read(onnx).eventShape(), resize);
    }

    private void report(Bundle bundle, boolean held) {
        PrintWriter print = spec.commandLine().getOut();
        Reference reference = bundle.reference().orElseThrow();
        print.println("bundle " + bundle.id() + " in " + out);
        print.printf(
                Locale.ROOT,
                "  input %s, %d classes, %,d training events%n",
                bundle.input().name(),
                bundle.labels().size(),
                Integer.valueOf(bundle.provenance().get("training-events")));
        print.println(
                bundle.posterior().isPresent()
                        ? "  posterior fitted: PETAL pulls the student towards it"
                        : "  NO posterior, since the training events have no labels: nothing pulls the student to the source");
        print.printf(
                Locale.ROOT,
                "  accuracy %s%s, mean confidence %.3f, temperature %.3f%n",
                reference
                        .accuracy()
                        .map(share -> String.format(Locale.ROOT, "%.2f %%", 100 * share))
                        .orElse("not known"),
                held ? " on held-out events" : " on the training events, which flatters: give --validation",
                reference.confidence(),
                reference.temperature());
        print.println("use it: bundle: " + out
                + " in the configuration of `perennial run`, or `perennial evaluate --bundle " + out + "`");
        print.flush();
    }
}
