// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resident memory of a process.
 *
 * @param now in KiB
 * @param most that it has held, in KiB
 */
record Memory(long now, long most) {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String NONE = "-";

    /** Of this process; empty where there is no /proc. */
    static Optional<Memory> here() throws IOException {
        return Files.isReadable(STATUS) ? Optional.of(ofStatus(Files.readString(STATUS))) : Optional.empty();
    }

    static Memory ofStatus(String status) {
        return new Memory(field("VmRSS", status), field("VmHWM", status));
    }

    /** Two words, the same ones without a number where it is not known. */
    static String words(Optional<Memory> memory) {
        return memory.map(known -> known.now + " " + known.most).orElse(NONE + " " + NONE);
    }

    static Optional<Memory> ofWords(String now, String most) {
        return now.equals(NONE) ? Optional.empty() : Optional.of(new Memory(Long.parseLong(now), Long.parseLong(most)));
    }

    private static long field(String name, String status) {
        Matcher line = Pattern.compile(name + ":\\s+(\\d+) kB").matcher(status);
        if (!line.find()) {
            throw new IllegalArgumentException("status of the process refused: expected a line " + name
                    + " in kB, got none [" + STATUS + "]; run it on Linux, or where there is no /proc");
        }
        return Long.parseLong(line.group(1));
    }
}
