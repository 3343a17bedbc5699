// SPDX-License-Identifier: Apache-2.0
package io.perennial.chaos;

import io.perennial.harness.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A group of processes that the kernel allows so much memory, by control groups of version 1 or 2; takes root. */
final class MemoryLimit implements AutoCloseable {

    private static final Path VERSION_1 = Path.of("/sys/fs/cgroup/memory");
    private static final Path VERSION_2 = Path.of("/sys/fs/cgroup");

    private final Path group;

    private MemoryLimit(Path group) {
        this.group = group;
    }

    /** Null where there are none, or this process may not make one. */
    static MemoryLimit create(String name) {
        boolean first = Files.isWritable(VERSION_1.resolve("cgroup.procs"));
        if (!first && !Files.isWritable(VERSION_2.resolve("cgroup.subtree_control"))) {
            return null;
        }
        Path group = (first ? VERSION_1 : VERSION_2).resolve(name);
        try {
            Files.createDirectory(group);
            return new MemoryLimit(group);
        } catch (IOException e) {
            return null;
        }
    }

    void set(long bytes) throws IOException {
        boolean first = group.startsWith(VERSION_1);
        Files.writeString(group.resolve(first ? "memory.limit_in_bytes" : "memory.max"), Long.toString(bytes));
    }

    /** Takes a process in; what it has already counts where it was before. */
    void add(ChildProcess process) throws IOException {
        Files.writeString(group.resolve("cgroup.procs"), Long.toString(process.pid()));
    }

    /** How many times the kernel has killed here. */
    long kills() throws IOException {
        Path events = group.resolve(group.startsWith(VERSION_1) ? "memory.oom_control" : "memory.events");
        return Files.readAllLines(events).stream()
                .map(line -> line.split(" "))
                .filter(words -> words[0].equals("oom_kill"))
                .mapToLong(words -> Long.parseLong(words[1]))
                .sum();
    }

    @Override
    public void close() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (Files.exists(group)) {
            try {
                Files.delete(group);
            } catch (IOException e) {
                if (System.nanoTime() > end) { // until its last process is reaped
                    throw e;
                }
            }
        }
    }
}
