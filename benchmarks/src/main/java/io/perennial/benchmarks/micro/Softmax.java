// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.SplittableRandom;
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
import org.openjdk.jmh.annotations.Warmup;

/** Logits of a batch, [64, 10], to probabilities and what is read off them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Dorg.bytedeco.javacpp.maxphysicalbytes=0")
public class Softmax {

    private static final int CLASSES = 10;

    private Logits logits;
    private Probabilities probabilities;

    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(1);
        logits = Logits.zeros(DigitsExample.BATCH, CLASSES);
        for (int i = 0; i < logits.values().length; i++) {
            logits.values()[i] = (float) (10 * random.nextDouble() - 5);
        }
        probabilities = Probabilities.of(logits);
    }

    /** The baseline. */
    @Benchmark
    public Logits nothing() {
        return logits;
    }

    @Benchmark
    public Probabilities softmax() {
        return Probabilities.of(logits);
    }

    /** Predictive entropy of every event. */
    @Benchmark
    public float entropies() {
        float sum = 0;
        for (int event = 0; event < probabilities.size(); event++) {
            sum += probabilities.entropy(event);
        }
        return sum;
    }

    /** PETAL's gate. */
    @Benchmark
    public float meanConfidence() {
        return probabilities.meanConfidence();
    }
}
