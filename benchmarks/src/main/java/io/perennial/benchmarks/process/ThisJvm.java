// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.process;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This JVM once more. */
public final class ThisJvm {

    private ThisJvm() {}

    /**
     * A command with the options and the class path of this process.
     *
     * @param options of the JVM, after those
     */
    public static List<String> command(Class<?> main, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /**
     * What a process writes to its output, once it has ended; its errors are this process's.
     *
     * @throws IllegalStateException if it ends with another status than 0
     */
    public static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IllegalStateException("process refused: expected status 0, got " + status
                    + "; its errors stand above, it said: " + output);
        }
        return output;
    }
}
