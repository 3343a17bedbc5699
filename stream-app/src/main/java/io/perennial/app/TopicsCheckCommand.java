// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code perennial topics check}. */
@Command(
        name = "check",
        description = "Says which topics are there, which are missing, and what is wrong with them.",
        footer =
                "Exit status: 0 if all are as wanted; 1 if one is missing or wrong, or for a failure; 2 for a refused argument.",
        mixinStandardHelpOptions = true)
final class TopicsCheckCommand implements Callable<Integer> {

    @Mixin
    private TopicsOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (TopicSurvey survey = options.survey()) {
            survey.print(spec.commandLine().getOut());
            return survey.problems().isEmpty() && survey.missing().isEmpty() ? 0 : 1;
        }
    }
}
