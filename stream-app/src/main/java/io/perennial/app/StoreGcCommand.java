// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.config.Durations;
import io.perennial.store.archive.Collected;
import io.perennial.store.archive.ModelStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code perennial store gc}. */
@Command(
        name = "gc",
        description = "Deletes parts that no version refers to any more. Safe beside services that publish.",
        footer = "Exit status: 0 for success, 1 for a failure, 2 for a refused argument.",
        mixinStandardHelpOptions = true)
final class StoreGcCommand implements Callable<Integer> {

    @Option(
            names = "--older-than",
            paramLabel = "DURATION",
            defaultValue = "24h",
            description = "leaves younger parts alone, 24h at least (default: ${DEFAULT-VALUE})")
    private String olderThan;

    @Mixin
    private StoreAddress address;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Duration grace = grace();
        try (ModelStore store = address.open()) {
            Collected collected = store.collect(grace);
            PrintWriter out = spec.commandLine().getOut();
            out.printf(Locale.ROOT, "deleted %,d parts, %,d bytes%n", collected.parts(), collected.bytes());
            out.flush();
        }
        return 0;
    }

    private Duration grace() {
        try {
            return new Durations().convert(olderThan);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--older-than refused: " + e.getMessage() + "; write 24h", e);
        }
    }
}
