// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code perennial store}: bundles and checkpoints that are kept. */
@Command(
        name = "store",
        description = "Lists, compares, exports and keeps versions of bundles and checkpoints.",
        footer = {
            "A store is a directory or a prefix of an S3 bucket; docs/reference/store.md says what lies there.",
            "Exit status: 0 for success, 1 for a failure, 2 for a refused argument."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            StoreLsCommand.class,
            StoreShowCommand.class,
            StoreDiffCommand.class,
            StoreExportCommand.class,
            StorePutCommand.class,
            StoreGetCommand.class,
            StoreRmCommand.class,
            StoreGcCommand.class
        })
final class StoreCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected a command");
    }
}
