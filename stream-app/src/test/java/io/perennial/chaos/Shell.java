// SPDX-License-Identifier: Apache-2.0
package io.perennial.chaos;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;

/** Commands of the system: signals, mounts. */
final class Shell {

    private Shell() {}

    /** Whether the command ended with success; its output is dropped. */
    static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
        return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /** Sends a signal such as STOP. */
    static void signal(String name, long pid) throws IOException, InterruptedException {
        if (!run("kill", "-" + name, Long.toString(pid))) {
            throw new IOException("process " + pid + " did not take the signal " + name);
        }
    }
}
