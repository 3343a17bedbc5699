// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.perennial.adaptation.graph.intake.Intake;
import io.perennial.config.Settings;
import io.perennial.inspect.Inspection;
import io.perennial.inspect.Inspector;
import io.perennial.inspect.Service;
import io.perennial.score.PartitionModels;
import io.perennial.store.Bundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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
                "Says what a model is, what of it can learn, whether the engine computes it as ONNX Runtime does, and what memory it takes.",
        footer = "Exit status: 0 for a model that can be adapted, 1 for one that cannot.",
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL.onnx", description = "an ONNX classifier")
    private Path model;

    @Option(names = "--json", description = "one JSON object instead of text")
    private boolean json;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "64",
            description = "events of a micro-batch, for its memory (default: ${DEFAULT-VALUE})")
    private String batch;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "a key of adapt as in the configuration, for its memory, such as adapt.method=petal-fim")
    private Map<String, String> set = new LinkedHashMap<>();

    @Mixin
    private EngineOptions engine;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Intake adopted = EvaluateSource.adopted(model, "model");
        Bundle bundle = EvaluateSource.bare(adopted);
        Inspection found = Inspector.inspect(bundle.model(), engine.engine(), service(bundle))
                .adopted(adopted.changes());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(found));
        } else {
            print(found, out);
        }
        out.flush();
        return found.adaptable() ? 0 : 1;
    }

    private Service service(Bundle bundle) {
        Map<String, String> keys = new LinkedHashMap<>(set);
        keys.put("tensor.batch-size", batch);
        Settings settings = EvaluateSettings.of(bundle, keys);
        PartitionModels.Options served = Options.models(settings);
        return new Service(served.method(), served.selection(), Options.views(settings.adapt(), bundle.input()));
    }

    private static String json(Inspection found) throws JsonProcessingException {
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(found);
    }

    private static void print(Inspection found, PrintWriter out) {
        found.inputs().forEach(port -> line(out, "input", port.name() + ", " + port.type() + " " + port.shape()));
        found.outputs().forEach(port -> line(out, "output", port.name() + ", " + found.classes() + " classes"));
        found.adopted().forEach(change -> line(out, "adopted", change));
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
        if (found.memory() != null) {
            memory(found.memory(), out);
        }
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

    private static void memory(Inspection.Memory memory, PrintWriter out) {
        line(
                out,
                "memory",
                String.format(Locale.ROOT, "adapt.method: %s, batches of %d", memory.method(), memory.batch()));
        out.printf(Locale.ROOT, "  %-40s %,14.3f MB%n", "a partition, native", memory.partitionNative());
        out.printf(Locale.ROOT, "  %-40s %,14.3f MB%n", "a partition, heap", memory.partitionHeap());
        out.printf(Locale.ROOT, "  %-40s %,14.3f MB%n", "a batch in work, native", memory.batchNative());
    }

    private static void line(PrintWriter out, String key, String value) {
        out.println((key + ": " + value).stripTrailing());
    }
}
