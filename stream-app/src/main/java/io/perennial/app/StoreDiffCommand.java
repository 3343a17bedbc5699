// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.evaluate.BarChart;
import io.perennial.evaluate.ResultTable;
import io.perennial.store.Bundle;
import io.perennial.store.Checkpoint;
import io.perennial.weights.LayerChange;
import io.perennial.weights.LearnedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** {@code perennial store diff}. */
@Command(
        name = "diff",
        description = "Says how far the weights went from one checkpoint to another: layer by layer where the bundle is"
                + " known, otherwise array by array.",
        footer = {
            "A and B are NAME@VERSION, a .safetensors file, or source for the bundle's own weights.",
            "Exit status: 0 for success, 1 for a failure, 2 for a refused argument."
        },
        mixinStandardHelpOptions = true)
final class StoreDiffCommand implements Callable<Integer> {

    private static final String SOURCE = "source";

    @Parameters(index = "0", paramLabel = "A", description = "where they began")
    private String from;

    @Parameters(index = "1", paramLabel = "B", description = "where they went")
    private String to;

    @Option(names = "--svg", paramLabel = "FILE", description = "draws the relative distances as bars")
    private Path svg;

    @Mixin
    private StoreModels models;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Optional<Checkpoint> a = read(from);
        Optional<Checkpoint> b = read(to);
        Optional<Checkpoint> any = a.or(() -> b);
        boolean source = a.isEmpty() || b.isEmpty();
        Optional<Bundle> bundle = source ? Optional.of(models.need(any)) : models.bundle(any);
        List<LayerChange> changes = bundle.isPresent()
                ? LayerChange.between(model(a, bundle.get()), model(b, bundle.get()))
                : LayerChange.between(a.orElseThrow().arrays(), b.orElseThrow().arrays());
        PrintWriter out = spec.commandLine().getOut();
        ResultTable.aligned(rows(bundle.isPresent() ? "layer" : "array", changes))
                .forEach(out::println);
        out.flush();
        if (svg != null) {
            List<BarChart.Bar> bars = changes.stream()
                    .map(change -> new BarChart.Bar(change.name(), 100 * change.relative()))
                    .toList();
            Files.writeString(
                    svg, BarChart.of("Relative distance from " + title(from, a) + " to " + title(to, b), "%", bars));
        }
        return 0;
    }

    private Optional<Checkpoint> read(String operand) throws IOException {
        return operand.equals(SOURCE) ? Optional.empty() : Optional.of(models.checkpoint(List.of(operand)));
    }

    private LearnedModel model(Optional<Checkpoint> checkpoint, Bundle bundle) {
        return checkpoint.isPresent() ? models.model(checkpoint.get(), bundle) : LearnedModel.source(bundle);
    }

    private static String title(String operand, Optional<Checkpoint> checkpoint) {
        return checkpoint.isEmpty()
                ? "the source"
                : checkpoint.get().method() + " step " + checkpoint.get().step();
    }

    private static List<List<String>> rows(String kind, List<LayerChange> changes) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(kind, "values", "relative distance", "largest change", "cosine"));
        for (LayerChange change : changes) {
            rows.add(List.of(
                    change.name(),
                    String.format(Locale.ROOT, "%,d", change.values()),
                    Double.isInfinite(change.relative())
                            ? "from zero"
                            : String.format(Locale.ROOT, "%.3f%%", 100 * change.relative()),
                    String.format(Locale.ROOT, "%.3g", change.largest()),
                    Double.isNaN(change.cosine()) ? "-" : String.format(Locale.ROOT, "%.6f", change.cosine())));
        }
        return rows;
    }
}
