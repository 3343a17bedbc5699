// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/**
 * One command, in this JVM.
 *
 * @param status as a shell would see it
 */
record CommandRun(int status, String out, String err) {

    static CommandRun of(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.commandLine()
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
        return new CommandRun(status, out.toString(), err.toString());
    }

    static CommandRun of(String... arguments) {
        return of(List.of(arguments));
    }
}
