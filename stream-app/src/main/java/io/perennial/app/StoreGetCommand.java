// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.store.archive.ModelStore;
import io.perennial.store.archive.StoredVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code perennial store get}. */
@Command(
        name = "get",
        description = "Copies a version's parts into a directory, each checked against its hash.",
        footer = "Exit status: 0 for success, 1 for a failure, 2 for a refused argument.",
        mixinStandardHelpOptions = true)
final class StoreGetCommand implements Callable<Integer> {

    @Parameters(
            arity = "2..3",
            hideParamSyntax = true,
            paramLabel = "NAME VERSION DIR",
            description = "or NAME@VERSION DIR; the directory is made, or is empty")
    private List<String> arguments = List.of();

    @Mixin
    private StoreAddress address;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        int last = arguments.size() - 1;
        StoreVersion wanted = StoreVersion.of(arguments.subList(0, last));
        Path directory = Path.of(arguments.get(last));
        check(directory);
        // All parts are read and found sound before any file is written.
        Map<String, byte[]> parts = new TreeMap<>();
        try (ModelStore store = address.open()) {
            StoredVersion found = StoreAddress.need(store, wanted);
            for (String part : found.parts().keySet()) {
                parts.put(part, store.read(found, part));
            }
        }
        Files.createDirectories(directory);
        for (Map.Entry<String, byte[]> part : parts.entrySet()) {
            Files.write(directory.resolve(part.getKey()), part.getValue(), StandardOpenOption.CREATE_NEW);
        }
        spec.commandLine().getOut().println("copied " + wanted + " to " + directory + ", " + parts.keySet());
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static void check(Path directory) throws IOException {
        boolean free = !Files.exists(directory) || Files.isDirectory(directory) && isEmpty(directory);
        if (!free) {
            throw new IllegalArgumentException("DIR refused: expected a new or empty directory, got something else ["
                    + directory + "]; name another place");
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }
}
