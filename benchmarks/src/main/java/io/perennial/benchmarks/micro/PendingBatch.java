// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perennial.observe.PerennialMetrics;
import io.perennial.record.Event;
import io.perennial.record.Origin;
import io.perennial.tensor.MicroBatch;
import io.perennial.tensor.TensorProcessor;
import io.perennial.topology.PerennialTopology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A batch of 64 events of 128 values from its first event to its tensor, by event: every event is kept in the pending store,
 * and the batch leaves it together. The store has no cache and no changelog here.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class PendingBatch {

    private static final int BATCH = 64;
    private static final int FEATURES = 128;

    private final Record<byte[], Event>[] events = records();
    private MockProcessorContext<byte[], MicroBatch> context;
    private KeyValueStore<Long, byte[]> store;
    private TensorProcessor processor;

    @SuppressWarnings("unchecked") // there are no arrays of generic types
    private static Record<byte[], Event>[] records() {
        SplittableRandom random = new SplittableRandom(1);
        Record<byte[], Event>[] records = new Record[BATCH];
        for (int i = 0; i < BATCH; i++) {
            float[] values = new float[FEATURES];
            for (int f = 0; f < FEATURES; f++) {
                values[f] = (float) random.nextGaussian();
            }
            Origin origin = new Origin("events", 0, i, 1_700_000_000_000L, null, new RecordHeaders());
            records[i] = new Record<>(null, new Event("event-" + i, values, origin), origin.timestamp());
        }
        return records;
    }

    @Setup
    public void open() throws Exception {
        Path directory = Files.createTempDirectory("perennial-pending-");
        context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), directory.toFile());
        store = PerennialTopology.store(TensorProcessor.STORE, Serdes.Long())
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.setCurrentSystemTimeMs(0);
        context.addStateStore(store);
        PerennialMetrics metrics = new PerennialMetrics(new SimpleMeterRegistry());
        processor = new TensorProcessor(new int[] {FEATURES}, BATCH, Duration.ofHours(1), false, metrics);
        processor.init(context);
        Files.deleteIfExists(directory);
    }

    @TearDown
    public void close() {
        store.close();
    }

    /** The baseline. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Record<byte[], Event>[] nothing() {
        return events;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object fillAndLeave() {
        for (Record<byte[], Event> event : events) {
            processor.process(event);
        }
        Object left = context.forwarded().get(0);
        context.resetForwards();
        return left;
    }
}
