// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Memory by owner. What the process holds and no owner counts is what the engine and ONNX Runtime need while they compute, their
 * libraries, and what the allocator keeps.
 */
final class ProcessMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    private final MeterRegistry registry;

    private ProcessMemory(MeterRegistry registry) {
        this.registry = registry;
    }

    static void bind(MeterRegistry registry, LongSupplier network, LongSupplier source) {
        ProcessMemory memory = new ProcessMemory(registry);
        memory.owner("network", network);
        memory.owner("source", source);
        var jvm = ManagementFactory.getMemoryMXBean();
        memory.owner("heap", () -> jvm.getHeapMemoryUsage().getCommitted());
        memory.owner("nonheap", () -> jvm.getNonHeapMemoryUsage().getCommitted());
        memory.owner("direct", ProcessMemory::direct);
        memory.gauge("process", ProcessMemory::resident);
    }

    private void owner(String owner, LongSupplier bytes) {
        gauge(owner, () -> (double) bytes.getAsLong());
    }

    private void gauge(String owner, Supplier<Number> bytes) {
        Gauge.builder("perennial.score.memory", bytes)
                .baseUnit("bytes")
                .description(
                        "Memory by owner: network, the engine's parameter vectors and constants, on nd4j also what it keeps from"
                                + " pass to pass; source, the model file that ONNX Runtime opened; heap, nonheap and direct, the JVM's; process, all that is resident, with what"
                                + " nobody counts (NaN where there is no /proc)")
                .tag("owner", owner)
                .register(registry);
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** Of the whole process; NaN where the system does not tell. */
    static double resident() {
        if (!Files.isReadable(STATUS)) {
            return Double.NaN;
        }
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(RESIDENT)) {
                    String kibibytes =
                            line.substring(RESIDENT.length()).replace("kB", "").trim();
                    return 1024.0 * Long.parseLong(kibibytes);
                }
            }
        } catch (IOException | NumberFormatException e) {
            return Double.NaN;
        }
        return Double.NaN;
    }
}
