// SPDX-License-Identifier: Apache-2.0
package io.perennial.inspect;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.method.LearnedState;
import io.perennial.adaptation.method.Method;
import io.perennial.adaptation.method.MethodSpec;
import io.perennial.adaptation.method.Scored;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.view.Views;
import io.perennial.observe.NativeHeap;
import io.perennial.observe.PeakMemory;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What partitions of a model take of memory: some are opened on one network, as in a service, and learn from seeded noise
 * until windows and memories are full, or for a while.
 */
final class MemoryTrial {

    /** As many as tell what one takes on the heap, where they are small. */
    private static final int PARTITIONS = 8;

    private static final long LARGE = 64L << 20;
    private static final int LEAST_BATCHES = 3;

    /** Windows and memories of all methods are full by then. */
    private static final int EVENTS = 1024;

    private static final Duration WHILE = Duration.ofSeconds(20);

    /**
     * What a partition of a service holds beside its method, in MB: Kafka's stores and buffers, windows of drift, meters.
     * From {@code benchmarks/sizing/run}, as the rest of what a partition was measured to hold there.
     */
    private static final double SERVICE_HEAP = 1.3;

    private static final double SERVICE_NATIVE = 0.4;

    private final Network network;
    private final MethodSpec method;
    private final Views views;
    private final Batch noise;

    private MemoryTrial(Network network, MethodSpec method, Views views) {
        this.network = network;
        this.method = method;
        this.views = views;
        noise = Inspector.noise(method.batchSize(), network.eventShape());
    }

    static Inspection.Memory run(Graph graph, Engine engine, Service service) {
        try (Network network = engine.open(graph, service.selection())) {
            return new MemoryTrial(network, service.method(), service.views()).measure();
        }
    }

    private Inspection.Memory measure() {
        long vectors;
        long batch;
        try (Method first = open(0)) {
            learn(first); // code is loaded and compiled, and threads are there
            batch = peak(first);
        }
        long before = network.nativeBytes();
        long heapBefore = heap();
        List<Method> partitions = new ArrayList<>();
        List<LearnedState> stores = new ArrayList<>();
        try {
            do {
                partitions.add(open(partitions.size()));
                learn(partitions.get(partitions.size() - 1));
                stores.add(partitions.get(partitions.size() - 1).state());
                vectors = (network.nativeBytes() - before) / partitions.size();
            } while (partitions.size() < PARTITIONS && vectors < LARGE);
            long heap = Math.max(0, heap() - heapBefore) / stores.size();
            return new Inspection.Memory(
                    method.name(),
                    method.batchSize(),
                    SERVICE_NATIVE + vectors / 1e6,
                    SERVICE_HEAP + heap / 1e6,
                    batch / 1e6);
        } finally {
            partitions.forEach(Method::close);
        }
    }

    private Method open(int partition) {
        return method.open(network, null, views, partition);
    }

    private void learn(Method partition) {
        long end = System.nanoTime() + WHILE.toNanos() / PARTITIONS;
        int batches = Math.max(LEAST_BATCHES, EVENTS / noise.size());
        for (int i = 0; i < batches && (i < LEAST_BATCHES || System.nanoTime() < end); i++) {
            step(partition);
        }
    }

    private void step(Method partition) {
        try (Scored scored = partition.score(noise, true)) {
            partition.adapt(scored);
        }
    }

    /** The median of some steps, since the JVM's own threads allocate meanwhile; 0 where the system does not tell. */
    private long peak(Method partition) {
        long[] peaks = new long[LEAST_BATCHES];
        for (int i = 0; i < peaks.length; i++) {
            NativeHeap.trim();
            PeakMemory.start();
            long before = PeakMemory.resident();
            step(partition);
            peaks[i] = before == 0 ? 0 : Math.max(0, (long) (PeakMemory.megabytes() * 1e6) - before);
        }
        Arrays.sort(peaks);
        return peaks[LEAST_BATCHES / 2];
    }

    /** In use after a collection, and another one of what cleaners let go after the first. */
    private static long heap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
