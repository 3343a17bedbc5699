// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.config.ConfigurationRefused;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code perennial}: the entry point. Exit status 0 for success, 1 for failure, 2 for a refused argument or setting. */
@Command(
        name = "perennial",
        description = "Keeps a classifier on a Kafka stream right while the world drifts.",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            EvaluateCommand.class,
            InspectCommand.class,
            PrepareCommand.class,
            StoreCommand.class,
            ControlCommand.class,
            TopicsCommand.class,
            AclsCommand.class,
            ProbeCommand.class,
            VerifyCommand.class,
            ParityCommand.class
        })
public final class Main implements Runnable {

    static final String VERSION = "perennial 0.1.0-SNAPSHOT";

    @Spec
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] arguments) {
        CommandLine line = commandLine();
        System.exit(execute(line, arguments));
    }

    /** Every command, with what becomes of a failure. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            String message = Failure.message(exception);
            ClusterRefusal.words(exception)
                    .filter(words -> !message.contains(words))
                    .ifPresent(words ->
                            command.getErr().println(command.getColorScheme().errorText("perennial: " + words)));
            command.getErr().println(command.getColorScheme().errorText(message));
            boolean refused =
                    exception instanceof IllegalArgumentException || exception instanceof ConfigurationRefused;
            return refused ? 2 : 1;
        });
        return line;
    }

    /** Native libraries are unpacked where temporary files go; where they cannot be, the linker's words do not say so. */
    private static int execute(CommandLine line, String[] arguments) {
        try {
            return line.execute(arguments);
        } catch (LinkageError e) {
            line.getErr()
                    .println(Failure.message(e) + "\nnative libraries are unpacked into "
                            + System.getProperty("java.io.tmpdir")
                            + " and into .javacpp in the home directory: they must have some 500 MB free and allow programs to run; choose another for the first with"
                            + " PERENNIAL_JAVA_OPTS=-Djava.io.tmpdir=DIR");
            return 1;
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected a command");
    }
}
