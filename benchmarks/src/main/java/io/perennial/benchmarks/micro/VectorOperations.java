// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.AdamRates;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.ParameterVector;
import java.util.SplittableRandom;
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

/** What a step does to whole parameter vectors, on libtorch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Dorg.bytedeco.javacpp.maxphysicalbytes=0")
public class VectorOperations {

    private static final double DELTA = 0.03;

    @Param({"torch", "nd4j"})
    public String engine;

    /** P. */
    @Param({"12000", "1000000"})
    public int size;

    private Network network;
    private ParameterVector student;
    private ParameterVector teacher;
    private ParameterVector source;
    private ParameterVector gradient;
    private ParameterVector first;
    private ParameterVector second;
    private AdamRates rates;

    @Setup
    public void open() {
        network = Engine.named(engine).open(LinearModel.of(size), new ParameterSelection.All());
        SplittableRandom random = new SplittableRandom(1);
        student = filled(random);
        teacher = filled(random);
        source = filled(random);
        gradient = filled(random);
        first = network.zeros();
        second = network.zeros();
        rates = AdamRates.of(1e-3);
    }

    private ParameterVector filled(SplittableRandom random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
        ParameterVector vector = network.zeros();
        vector.set(values);
        return vector;
    }

    @TearDown
    public void close() {
        student.close();
        teacher.close();
        source.close();
        gradient.close();
        first.close();
        second.close();
        network.close();
    }

    /** The baseline. */
    @Benchmark
    public ParameterVector nothing() {
        return student;
    }

    /** The teacher's moving average. */
    @Benchmark
    public ParameterVector lerp() {
        teacher.lerp(source, 1e-3f);
        return teacher;
    }

    @Benchmark
    public ParameterVector adam() {
        student.adam(gradient, first, second, rates, 1_000);
        return student;
    }

    /** Exactly floor(delta P) values. */
    @Benchmark
    public long restoreSmallest() {
        return student.restoreSmallest(gradient, (long) Math.floor(DELTA * size), source);
    }

    /** The published threshold. */
    @Benchmark
    public float quantileOfSquares() {
        return gradient.quantileOfSquares(DELTA);
    }
}
