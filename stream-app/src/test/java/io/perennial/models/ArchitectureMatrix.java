// SPDX-License-Identifier: Apache-2.0
package io.perennial.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every architecture that conformance/architectures.py exported to {@code -Dperennial.architectures=DIR}, on its whole way. With
 * {@code -Dperennial.refresh-docs=true} docs/reference/models.md is written anew.
 */
class ArchitectureMatrix {

    private static final Path PAGE = Path.of("..", "docs", "reference", "models.md");
    private static final String DIRECTORY = System.getProperty("perennial.architectures", "");
    private static final int ARCHITECTURES = 24;
    private static final int FAMILIES = 8;
    private static final List<String> ROWS = Collections.synchronizedList(new ArrayList<>());

    private record Exported(String name, String family, String exporter) {}

    private static List<Exported> all() throws IOException {
        assumeTrue(
                !DIRECTORY.isEmpty(),
                "no architectures are here: conformance/architectures exports them, with Python and PyTorch, and runs this");
        return Files.readAllLines(Path.of(DIRECTORY, "index.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", 3))
                .map(cells -> new Exported(cells[0], cells[1], cells[2].replace("\"", "")))
                .toList();
    }

    @TestFactory
    List<DynamicTest> goesItsWholeWay() throws IOException {
        return all().stream()
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> ROWS.add(row(one))))
                .toList();
    }

    @Test
    void hasManyArchitecturesOfManyFamilies() throws IOException {
        assertThat(all()).hasSizeGreaterThanOrEqualTo(ARCHITECTURES);
        assertThat(all().stream().map(Exported::family).distinct()).hasSizeGreaterThanOrEqualTo(FAMILIES);
    }

    private static String row(Exported one) throws IOException {
        byte[] model = Files.readAllBytes(Path.of(DIRECTORY, one.name() + ".onnx"));
        Trial.Result result = new Trial().of(model, Path.of(DIRECTORY, one.name() + ".gradients.safetensors"));
        String row = String.format(
                Locale.ROOT,
                "| %s | %s | %s, opset %d | %,d | %,d | %.0e | %.0e | %s | %.1f | %.0f | %s |",
                one.name(),
                one.family(),
                one.exporter(),
                result.opset(),
                result.parameters(),
                result.learning(),
                result.difference(),
                result.exported(),
                Double.isNaN(result.gradient()) ? "" : String.format(Locale.ROOT, "%.0e", result.gradient()),
                1e3 * result.step(),
                result.megabytes(),
                String.join("; ", result.changes()));
        System.out.println(row);
        return row;
    }

    @AfterAll
    static void write() throws IOException {
        if (Boolean.getBoolean("perennial.refresh-docs") && !ROWS.isEmpty() && ROWS.size() == all().size()) {
            Files.writeString(PAGE, String.format(Locale.ROOT, HEAD, ROWS.size()) + String.join("\n", ROWS) + "\n");
        }
    }

    private static final String HEAD =
            """
            # Models

            %d architectures, exported with random weights, on their whole way: adopted, compared with ONNX Runtime, three steps of PETAL twice with
            the same finite result, a checkpoint, and an export that ONNX Runtime computes as the engine does. All of them passed.

                python3 -m venv DIR && DIR/bin/pip install torch torchvision onnx onnxscript keras scikit-learn skl2onnx
                conformance/architectures DIR/bin/python

            exports and runs them again. *Differences* are the largest between logits of libtorch and of ONNX Runtime as a share of the largest logit,
            of the model as it was brought and of the one that was learned; *gradients* those of a parameter from what PyTorch's own autograd
            said in float64 when it exported the model, as a share of that parameter's, for weights that the file holds as PyTorch does: at most 1e-4, or
            twice what PyTorch's own float32 had over eight batches, where rectifiers round to another side of zero. A *step* is of 8 events on two processors, without the time
            that was not needed the first time; *memory* is what the process held at most beyond what it held before, with the network.

            | model | family | exporter | parameters | that learn | difference | of the export | of gradients | step, ms | memory, MB | changed for adoption |
            |---|---|---|--:|--:|--:|--:|--:|--:|--:|---|
            """;
}
