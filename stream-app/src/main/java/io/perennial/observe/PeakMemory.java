// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Largest resident memory of this process since {@link #start}: native weights and batches count. Linux keeps it
 * (proc_pid_status(5), VmHWM; proc_pid_clear_refs(5) sets it back); elsewhere it is the Java heap's own peak, without
 * native memory.
 */
public final class PeakMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final String PEAK = "VmHWM:";

    private PeakMemory() {}

    /** Forgets the peak up to now. */
    public static void start() {
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        if (Files.isWritable(CLEAR)) {
            try {
                Files.writeString(CLEAR, "5");
            } catch (IOException e) {
                // Some containers forbid it: then the peak is the process's since it started.
                return;
            }
        }
    }

    /** In MB of 10^6 bytes. */
    public static double megabytes() {
        if (Files.isReadable(STATUS)) {
            try {
                for (String line : Files.readAllLines(STATUS)) {
                    if (line.startsWith(PEAK)) {
                        return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6;
                    }
                }
            } catch (IOException e) {
                return heap();
            }
        }
        return heap();
    }

    /** Resident now, in bytes; 0 where the system does not tell. */
    public static long resident() {
        double resident = ProcessMemory.resident();
        return Double.isNaN(resident) ? 0 : (long) resident;
    }

    private static double heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum()
                / 1e6;
    }
}
