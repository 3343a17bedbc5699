// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code perennial topics}: the topics that an application needs. */
@Command(
        name = "topics",
        description = "Creates and checks the topics of an application, its internal ones too.",
        footer = "docs/reference/topics.md says what is on them, docs/howto/secure.md who may do what.",
        mixinStandardHelpOptions = true,
        subcommands = {TopicsCreateCommand.class, TopicsCheckCommand.class})
final class TopicsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected a command");
    }
}
