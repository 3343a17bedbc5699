// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.store.archive.ModelStore;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code perennial store rm}. */
@Command(
        name = "rm",
        description = "Takes a version away. Its parts stay until perennial store gc.",
        footer = "Exit status: 0 for success, 1 for a failure, 2 for a refused argument.",
        mixinStandardHelpOptions = true)
final class StoreRmCommand implements Callable<Integer> {

    @Parameters(arity = "1..2", hideParamSyntax = true, paramLabel = "NAME VERSION", description = "or NAME@VERSION")
    private List<String> version = List.of();

    @Mixin
    private StoreAddress address;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        StoreVersion wanted = StoreVersion.of(version);
        try (ModelStore store = address.open()) {
            if (!store.remove(wanted.name(), wanted.version())) {
                throw StoreAddress.absent(wanted.toString());
            }
        }
        spec.commandLine().getOut().println("removed " + wanted);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
