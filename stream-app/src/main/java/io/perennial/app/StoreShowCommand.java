// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.perennial.evaluate.ResultTable;
import io.perennial.store.Checkpoint;
import io.perennial.store.Safetensors;
import io.perennial.store.Tensor;
import io.perennial.store.archive.ModelStore;
import io.perennial.store.archive.StoredVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code perennial store show}. */
@Command(
        name = "show",
        description = "Says what is known of a version: metadata, parts with their hashes, a checkpoint's tensors.",
        footer = "Exit status: 0 for success, 1 for a failure, 2 for a refused argument.",
        mixinStandardHelpOptions = true)
final class StoreShowCommand implements Callable<Integer> {

    @Parameters(arity = "1..2", hideParamSyntax = true, paramLabel = "NAME VERSION", description = "or NAME@VERSION")
    private List<String> version = List.of();

    @Option(names = "--json", description = "one JSON object instead of text")
    private boolean json;

    @Mixin
    private StoreAddress address;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        StoreVersion wanted = StoreVersion.of(version);
        try (ModelStore store = address.open()) {
            StoredVersion found = StoreAddress.need(store, wanted);
            Map<String, Tensor> tensors = found.parts().containsKey(Checkpoint.PART)
                    ? Safetensors.read(store.read(found, Checkpoint.PART), found.id() + ": " + Checkpoint.PART)
                            .tensors()
                    : Map.of();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(json(found, tensors));
            } else {
                print(found, tensors, out);
            }
            out.flush();
        }
        return 0;
    }

    /** A version for JSON. */
    static Map<String, Object> described(StoredVersion version) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", version.name());
        described.put("version", version.version());
        described.put("created", version.created().toString());
        described.put("metadata", version.metadata());
        described.put("parts", version.parts());
        return described;
    }

    private static String json(StoredVersion found, Map<String, Tensor> tensors) throws IOException {
        Map<String, Object> described = described(found);
        if (!tensors.isEmpty()) {
            Map<String, Object> shapes = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
            described.put("tensors", shapes);
        }
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(described);
    }

    private static void print(StoredVersion found, Map<String, Tensor> tensors, PrintWriter out) {
        out.println(found.id());
        out.println("created " + found.created());
        section("metadata", found.metadata(), out);
        out.println("parts");
        List<List<String>> parts = new ArrayList<>();
        found.parts()
                .forEach((name, part) -> parts.add(
                        List.of("  " + name, String.format(Locale.ROOT, "%,d bytes", part.size()), part.sha256())));
        ResultTable.aligned(parts).forEach(out::println);
        section("tensors", tensors, out);
    }

    private static void section(String title, Map<String, ?> values, PrintWriter out) {
        if (values.isEmpty()) {
            return;
        }
        out.println(title);
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        values.forEach((name, value) -> out.println("  " + name + " ".repeat(width - name.length()) + "  " + value));
    }
}
