// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import io.perennial.adaptation.source.SourceModel;
import java.util.concurrent.TimeUnit;
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

/** Passes of a model over a batch of 64 events on libtorch, and the frozen source's on ONNX Runtime. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Dorg.bytedeco.javacpp.maxphysicalbytes=0")
public class NetworkPasses {

    @Param
    public MicroModel model;

    private Batch batch;
    private SourceModel frozen;
    private Network network;
    private ParameterVector parameters;
    private ParameterVector gradient;
    private NormStatistics statistics;
    private Logits upstream;

    @Setup
    public void open() {
        network = model.open();
        frozen = SourceModel.open(model.bytes());
        batch = model.batch(network);
        parameters = network.source();
        gradient = network.zeros();
        statistics = NormStatistics.fixed(network.sourceStatistics());
        upstream = network.forward(parameters, batch, statistics);
    }

    @TearDown
    public void close() {
        gradient.close();
        parameters.close();
        network.close();
        frozen.close();
    }

    /** The baseline. */
    @Benchmark
    public Batch nothing() {
        return batch;
    }

    @Benchmark
    public Logits forward() {
        return network.forward(parameters, batch, statistics);
    }

    /** On ONNX Runtime, on its one thread. */
    @Benchmark
    public Logits frozenSource() {
        return frozen.score(batch);
    }

    /** Forward with what the gradient needs, then the gradient on all parameters. */
    @Benchmark
    public ParameterVector recordAndPullback() {
        try (Recorded recorded = network.record(parameters, batch, statistics)) {
            recorded.pullback(upstream, gradient);
        }
        return gradient;
    }
}
