// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.network.Engine;
import io.perennial.store.Bundle;
import io.perennial.store.Checkpoint;
import io.perennial.weights.Export;
import io.perennial.weights.LearnedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code perennial store export}. */
@Command(
        name = "export",
        description =
                "Writes a checkpoint's weights and statistics into the model's ONNX graph, and compares ONNX Runtime"
                        + " on that file with the engine before it is written.",
        footer = "Exit status: 0 for success, 1 for a failure, 2 for a refused argument.",
        mixinStandardHelpOptions = true)
final class StoreExportCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..2",
            hideParamSyntax = true,
            paramLabel = "NAME VERSION",
            description = "a checkpoint; or NAME@VERSION, or a .safetensors file")
    private List<String> checkpoint = List.of();

    @Option(names = "--onnx", required = true, paramLabel = "FILE", description = "the model's file, to be written")
    private Path onnx;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private StoreModels models;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Checkpoint read = models.checkpoint(checkpoint);
        Bundle bundle = models.need(Optional.of(read));
        LearnedModel model = models.model(read, bundle);
        Engine compared = engine.engine();
        Export export = Export.of(model, bundle, compared);
        Files.write(onnx, export.onnx());
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%s: %s of %s step %d (%s), %,d bytes%n",
                onnx,
                bundle.id(),
                read.method(),
                read.step(),
                model.origin(),
                export.onnx().length);
        out.printf(
                Locale.ROOT,
                "ONNX Runtime agrees with %s: largest difference of a logit %.1e of the largest one, over %d events%n",
                compared.describe(),
                export.difference(),
                export.events());
        out.flush();
        return 0;
    }
}
