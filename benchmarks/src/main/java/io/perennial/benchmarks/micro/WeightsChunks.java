// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import io.perennial.adaptation.method.LearnedState;
import io.perennial.score.WeightsStore;
import io.perennial.score.WeightsVersion;
import io.perennial.topology.PerennialTopology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What was learned, to the records of its store, which has no cache and no changelog here. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class WeightsChunks {

    /** Of what was learned: 0.1 and 10 MB. */
    @Param({"25000", "2500000"})
    public int floats;

    private KeyValueStore<String, byte[]> store;
    private WeightsStore weights;
    private LearnedState state;
    private WeightsVersion version;

    @Setup
    public void open() throws Exception {
        Path directory = Files.createTempDirectory("perennial-weights-");
        MockProcessorContext<Void, Void> context =
                new MockProcessorContext<>(new Properties(), new TaskId(0, 0), directory.toFile());
        store = PerennialTopology.store(WeightsStore.NAME, Serdes.String())
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        weights = new WeightsStore(store);
        state = new LearnedState(1, Map.of("student", new float[floats]));
        version = new WeightsVersion(1, "0123456789abcdef");
        Files.deleteIfExists(directory);
    }

    @TearDown
    public void close() {
        store.close();
    }

    /** The baseline. */
    @Benchmark
    public Object nothing() {
        return state;
    }

    @Benchmark
    public Object save() {
        weights.save(state, version, "model");
        return store;
    }
}
