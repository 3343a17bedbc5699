// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import io.perennial.config.Settings;
import io.perennial.observe.PeakMemory;
import io.perennial.score.ModelMemory;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.function.Supplier;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses to start where the memory is too small, rather than being killed at night when a second partition comes. */
final class MemoryCheck {

    /** A pass is recorded, and views or another expert's pass may be on the way at the same time. */
    private static final int PASSES = 2;

    /** Gradient, step, and what is in between. */
    private static final int VECTORS = 4;

    private static final Logger log = LoggerFactory.getLogger(MemoryCheck.class);

    private MemoryCheck() {}

    /**
     * @param measure finds out what the model needs
     * @throws IllegalArgumentException where the limit is below what the model and the partitions need
     */
    static void run(Settings settings, Supplier<ModelMemory> measure, int partitions) {
        long touchedBefore = touchedHeap(); // measuring forgets the peaks up to then
        ModelMemory model = measure.get();
        long libraries = Math.max(0, PeakMemory.resident() - Math.max(touchedBefore, touchedHeap()));
        int instances = settings.application().instances();
        int share = (partitions + instances - 1) / instances;
        int threads = Math.min(share, StreamsProperties.number(settings, StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1));
        MemoryBudget budget = new MemoryBudget(
                limit(),
                Runtime.getRuntime().maxMemory(),
                libraries,
                share,
                model.vectors(),
                model.state(),
                Math.min(
                        StreamsProperties.number(settings, StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 0),
                        instances - 1),
                threads,
                (long) PASSES * settings.tensor().batchSize() * model.pass() + VECTORS * model.parameters());
        log.info(
                "memory of {} MiB, needed {} MiB: {}",
                budget.limit() >> 20,
                budget.needed() >> 20,
                budget.arithmetic());
        budget.check();
    }

    /** The JVM tells the container's where there is one. */
    private static long limit() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }

    /**
     * Heap that may be resident: of what is committed, all with {@code -Xms}, no more was touched than was ever used, unless the
     * JVM was told to.
     */
    private static long touchedHeap() {
        long committed =
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
        if (Boolean.parseBoolean(flag("AlwaysPreTouch"))) {
            return committed;
        }
        long used = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        return Math.min(used, committed);
    }

    /** Of HotSpot; null in other JVMs. */
    private static String flag(String name) {
        HotSpotDiagnosticMXBean hotSpot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return hotSpot == null ? null : hotSpot.getVMOption(name).getValue();
    }
}
