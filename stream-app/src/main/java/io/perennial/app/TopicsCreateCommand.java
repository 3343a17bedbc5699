// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code perennial topics create}. */
@Command(
        name = "create",
        description =
                "Creates the topics that are missing. Those that are there are left as they are, and what differs is told.",
        footer =
                "Exit status: 0 if all are as wanted, also the second time; 1 if one is not, or for a failure; 2 for a refused argument.",
        mixinStandardHelpOptions = true)
final class TopicsCreateCommand implements Callable<Integer> {

    @Mixin
    private TopicsOptions options;

    @Option(names = "--dry-run", description = "only asks the cluster whether it would")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (TopicSurvey survey = options.survey()) {
            try {
                survey.create(dryRun);
            } finally { // what was created before one was refused is there
                survey.print(spec.commandLine().getOut());
            }
            return survey.problems().isEmpty() && (dryRun || survey.missing().isEmpty()) ? 0 : 1;
        }
    }
}
