// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process holds. The heap of a JVM under test is touched at start, so that only native memory can grow. */
public final class ResidentMemory {

    private static final Path STATUS = Path.of("/proc/self/status");

    private ResidentMemory() {}

    /** Skips the test where it cannot be read. */
    public static long kilobytes() throws IOException {
        assumeTrue(Files.isReadable(STATUS), "resident memory is read from " + STATUS + ", which only Linux has");
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
