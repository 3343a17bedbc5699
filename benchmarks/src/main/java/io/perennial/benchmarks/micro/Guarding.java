// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import io.perennial.adaptation.guard.GuardOptions;
import io.perennial.adaptation.guard.Guarded;
import io.perennial.adaptation.method.Forward;
import io.perennial.adaptation.method.Method;
import io.perennial.adaptation.method.NormPolicy;
import io.perennial.adaptation.method.StepReport;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A batch of digits through the untouched model, alone and with the guard around it: what the guard adds is its evidence and the
 * pass of the frozen source, which {@link NetworkPasses#forward} tells.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Dorg.bytedeco.javacpp.maxphysicalbytes=0")
public class Guarding {

    private final Batch batch = DigitsExample.batch();
    private Network network;
    private Method alone;
    private Method guarded;

    @Setup
    public void open() {
        network = DigitsExample.network();
        alone = forward();
        guarded = new Guarded(forward(), network, GuardOptions.DEFAULT);
    }

    private Method forward() {
        return new Forward(
                network, new NormPolicy(NormPolicy.Kind.SOURCE, 0, DigitsExample.BATCH, network.sourceStatistics()));
    }

    @TearDown
    public void close() {
        guarded.close();
        alone.close();
        network.close();
    }

    /** The baseline. */
    @Benchmark
    public Batch nothing() {
        return batch;
    }

    @Benchmark
    public StepReport alone() {
        return alone.adapt(alone.score(batch, true));
    }

    @Benchmark
    public StepReport guarded() {
        return guarded.adapt(guarded.score(batch, true));
    }
}
