// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.graph.intake.Intake;
import io.perennial.adaptation.posterior.SwagDiagonal;
import io.perennial.evaluate.Recording;
import io.perennial.prepare.Preparation;
import io.perennial.store.Bundle;
import io.perennial.store.BundleDirectory;
import io.perennial.store.Reference;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private PrepareEvents events = new PrepareEvents();

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

    @Mixin
    private EngineOptions engine;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Intake adopted = EvaluateSource.adopted(model, "--model");
        byte[] onnx = adopted.onnx();
        BundleDirectory target = new BundleDirectory(out);
        target.check();
        Preparation preparation = new Preparation(onnx, wanted(adopted), engine.engine());
        Recording training = events.training(adopted);
        Optional<Recording> held = events.held(adopted);
        Bundle bundle;
        try (EvaluateProgress progress = EvaluateProgress.of(preparation.events(training, held))) {
            progress.task("prepare");
            bundle = preparation.bundle(training, held, progress::advance);
        }
        target.write(bundle);
        report(bundle, adopted.changes(), held.isPresent());
        return 0;
    }

    private Preparation.Wanted wanted(Intake adopted) throws IOException {
        if (standardise && adopted.indices()) {
            throw new IllegalArgumentException(
                    "--standardise refused: expected real numbers, got a model that takes indices");
        }
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
                events.classes(adopted),
                standardise,
                adopted.indices() ? EvaluateSource.WITHOUT_VIEWS : Map.of(),
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

    private void report(Bundle bundle, List<String> changes, boolean held) {
        PrintWriter print = spec.commandLine().getOut();
        Reference reference = bundle.reference().orElseThrow();
        print.println("bundle " + bundle.id() + " in " + out);
        print.printf(
                Locale.ROOT,
                "  input %s, %d classes, %,d training events%n",
                bundle.input().name(),
                bundle.labels().size(),
                Integer.valueOf(bundle.provenance().get("training-events")));
        changes.forEach(change -> print.println("  adopted: " + change));
        print.println(
                bundle.posterior().isPresent()
                        ? "  posterior fitted: PETAL pulls the student towards it"
                        : "  NO posterior, since the training events have no labels: nothing pulls the student to the source");
        print.printf(
                Locale.ROOT,
                "  accuracy %s, mean confidence %.3f, temperature %.3f%n",
                reference
                        .accuracy()
                        .map(share -> String.format(Locale.ROOT, "%.2f %%", 100 * share)
                                + (held
                                        ? " on held-out events"
                                        : " on the training events, which flatters: give --validation"))
                        .orElse("not known"),
                reference.confidence(),
                reference.temperature());
        print.println("use it: bundle: " + out
                + " in the configuration of `perennial run`, or `perennial evaluate --bundle " + out + "`");
        print.flush();
    }
}
