// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.perennial.evaluate.ResultTable;
import io.perennial.store.archive.ModelStore;
import io.perennial.store.archive.StoredPart;
import io.perennial.store.archive.StoredVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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

/** {@code perennial store ls}. */
@Command(
        name = "ls",
        description = "Lists the names in a store, or the versions of one name, newest first.",
        footer = "Exit status: 0 for success, 1 for a failure, 2 for a refused argument.",
        mixinStandardHelpOptions = true)
final class StoreLsCommand implements Callable<Integer> {

    private static final List<String> FIGURES = List.of("step", "lineage", "bundle");

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "whose versions are listed; where it has none, the names below it")
    private String name;

    @Option(names = "--json", description = "one JSON object instead of text")
    private boolean json;

    @Mixin
    private StoreAddress address;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (ModelStore store = address.open()) {
            List<StoredVersion> versions = name == null ? List.of() : store.list(name);
            PrintWriter out = spec.commandLine().getOut();
            if (versions.isEmpty()) {
                names(store, out);
            } else if (json) {
                List<Object> all = new ArrayList<>();
                versions.forEach(version -> all.add(StoreShowCommand.described(version)));
                print(Map.of("name", name, "versions", all), out);
            } else {
                ResultTable.aligned(rows(versions)).forEach(out::println);
            }
            out.flush();
        }
        return 0;
    }

    private void names(ModelStore store, PrintWriter out) throws IOException {
        List<String> names = name == null ? store.names() : store.names(name);
        if (names.isEmpty() && name != null) {
            throw new IllegalArgumentException(
                    "name refused: expected one that is in the store, got " + name + "; perennial store ls lists them");
        }
        if (json) {
            print(Map.of("names", names), out);
        } else {
            names.forEach(out::println);
        }
    }

    private static void print(Object value, PrintWriter out) throws IOException {
        out.println(
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value));
    }

    private static List<List<String>> rows(List<StoredVersion> versions) {
        List<List<String>> rows = new ArrayList<>();
        List<String> titles = new ArrayList<>(List.of("version", "created", "bytes"));
        List<String> figures = FIGURES.stream()
                .filter(key ->
                        versions.stream().anyMatch(version -> version.metadata().containsKey(key)))
                .toList();
        titles.addAll(figures);
        rows.add(titles);
        for (StoredVersion version : versions) {
            long bytes = version.parts().values().stream()
                    .mapToLong(StoredPart::size)
                    .sum();
            List<String> row = new ArrayList<>(List.of(
                    version.version(),
                    version.created().truncatedTo(ChronoUnit.SECONDS).toString(),
                    String.format(Locale.ROOT, "%,d", bytes)));
            figures.forEach(key -> row.add(version.metadata().getOrDefault(key, "-")));
            rows.add(row);
        }
        return rows;
    }
}
