// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.endtoend;

import io.perennial.benchmarks.process.ThisJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The same command once for each contender, in processes one after the other. Compiled code is made for what a process has seen, so
 * in one process they slow each other down, which no application meets.
 */
final class Apart {

    /** What they say, each line with its end. */
    record Said(String rows, String profiles) {}

    private static final List<String> NOT_PASSED_ON = List.of("--contender", "--page");

    private final List<String> asked = new ArrayList<>();

    /** @param command that is passed on but for its contenders and the page */
    Apart(ParseResult command) {
        for (OptionSpec option : command.matchedOptions()) {
            if (!NOT_PASSED_ON.contains(option.longestName())) {
                option.originalStringValues().forEach(value -> asked.add(option.longestName() + "=" + value));
            }
        }
    }

    /**
     * Runs them.
     *
     * @param progress is told each row when it is there
     */
    Said run(List<Contender> contenders, Consumer<String> progress) throws IOException, InterruptedException {
        StringBuilder rows = new StringBuilder();
        StringBuilder profiles = new StringBuilder();
        for (Contender contender : contenders) {
            List<String> arguments = new ArrayList<>(asked);
            arguments.add("--contender=" + contender.word());
            List<String> lines = ThisJvm.output(ThisJvm.command(EndToEnd.class, List.of(), arguments))
                    .lines()
                    .dropWhile(line -> !line.equals(Row.RULE))
                    .skip(1)
                    .toList();
            List<String> said =
                    lines.stream().takeWhile(line -> !line.isEmpty()).toList();
            said.forEach(progress);
            said.forEach(line -> rows.append(line).append('\n'));
            lines.stream().skip(said.size()).forEach(line -> profiles.append(line)
                    .append('\n'));
        }
        return new Said(rows.toString(), profiles.toString());
    }
}
