// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.perennial.inspect.Inspection;
import io.perennial.inspect.Inspector;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code perennial inspect}: what a model is and whether it can be adapted. */
@Command(
        name = "inspect",
        description =
                "Says what a model is, what of it can learn, and whether the engine computes it as ONNX Runtime does.",
        footer = "Exit status: 0 for a model that can be adapted, 1 for one that cannot.",
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL.onnx", description = "an ONNX classifier")
    private Path model;

    @Option(names = "--json", description = "one JSON object instead of text")
    private boolean json;

    @Mixin
    private EngineOptions engine;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Inspection found = Inspector.inspect(EvaluateSource.onnx(model, "model"), engine.engine());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(found));
        } else {
            print(found, out);
        }
        out.flush();
        return found.adaptable() ? 0 : 1;
    }

    private static String json(Inspection found) throws JsonProcessingException {
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(found);
    }

    private static void print(Inspection found, PrintWriter out) {
        found.inputs().forEach(port -> line(out, "input", port.name() + ", " + port.type() + " " + port.shape()));
        found.outputs().forEach(port -> line(out, "output", port.name() + ", " + found.classes() + " classes"));
        line(out, "opset", String.valueOf(found.opset()));
        line(out, "engine", found.engine());
        line(out, "layers", "");
        for (Inspection.Layer layer : found.layers()) {
            out.printf(
                    Locale.ROOT,
                    "  %-40s %,12d%s%n",
                    layer.name(),
                    layer.parameters(),
                    layer.normalisation() ? "  normalisation" : "");
        }
        line(out, "normalisation layers", String.valueOf(found.normalisationLayers()));
        line(
                out,
                "adapt.parameters: all",
                String.format(Locale.ROOT, "%,d values learn", found.trainable().all()));
        line(
                out,
                "adapt.parameters: norm",
                String.format(Locale.ROOT, "%,d values learn", found.trainable().norm()));
        line(
                out,
                "memory per partition",
                String.format(
                        Locale.ROOT,
                        "%.1f MB where all learn, beside the runtime",
                        found.memoryMegabytesPerPartition()));
        if (found.parity() != null) {
            line(
                    out,
                    "ONNX Runtime",
                    String.format(
                            Locale.ROOT,
                            "%s, largest difference of a logit %.1e over %d random events",
                            found.parity().agrees() ? "agrees" : "does NOT agree",
                            found.parity().maxAbsoluteDifference(),
                            found.parity().events()));
        }
        found.unsupportedOperators().forEach(operator -> line(out, "UNSUPPORTED", operator));
        found.warnings().forEach(warning -> line(out, "WARNING", warning));
        out.println(found.adaptable() ? "this model can be adapted" : "this model can NOT be adapted");
    }

    private static void line(PrintWriter out, String key, String value) {
        out.println((key + ": " + value).stripTrailing());
    }
}
