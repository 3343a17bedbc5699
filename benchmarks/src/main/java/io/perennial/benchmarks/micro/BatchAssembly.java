// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import io.perennial.record.Event;
import io.perennial.record.Origin;
import io.perennial.tensor.MicroBatch;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** 64 events, each with its own array, to one batch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Dorg.bytedeco.javacpp.maxphysicalbytes=0")
public class BatchAssembly {

    @Param({"64", "3072"})
    public int values;

    private List<Event> events;

    @Setup
    public void prepare() {
        events = IntStream.range(0, DigitsExample.BATCH)
                .mapToObj(i -> new Event(
                        "event-" + i,
                        new float[values],
                        new Origin("events", 0, i, 1_700_000_000_000L, null, new RecordHeaders())))
                .toList();
    }

    /** The baseline. */
    @Benchmark
    public List<Event> nothing() {
        return events;
    }

    @Benchmark
    public MicroBatch assembled() {
        return MicroBatch.of(events, new int[] {values});
    }
}
