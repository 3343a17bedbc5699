// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import io.perennial.adaptation.drift.DriftOptions;
import io.perennial.adaptation.drift.DriftState;
import io.perennial.adaptation.drift.DriftWatch;
import io.perennial.adaptation.drift.FeatureReader;
import io.perennial.adaptation.method.Method;
import io.perennial.adaptation.method.NormPolicy;
import io.perennial.adaptation.method.Petal;
import io.perennial.adaptation.method.PetalOptions;
import io.perennial.adaptation.method.Posterior;
import io.perennial.adaptation.method.Restore;
import io.perennial.adaptation.method.ViewSource;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.adaptation.view.ViewsFor;
import io.perennial.store.Bundle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/** A batch of 64 events of 128 features before the drift detectors, and the looks at the weights of the digits' model. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Dorg.bytedeco.javacpp.maxphysicalbytes=0")
public class Drifting {

    private static final int EVENTS = 64;
    private static final int FEATURES = 128;
    private static final int WINDOW = 512;

    private final Map<String, byte[]> shelf = new HashMap<>();
    private final DriftState state = new DriftState() {
        @Override
        public byte[] get(String key) {
            return shelf.get(key);
        }

        @Override
        public void put(String key, byte[] value) {
            shelf.put(key, value);
        }
    };

    private float[] values;
    private Probabilities predicted;
    private DriftWatch watch;
    private DriftWatch everyBatch;
    private DriftWatch everyBatchWithWeights;
    private Network network;
    private Method petal;
    private long time;

    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(1);
        values = new float[EVENTS * FEATURES];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Logits logits = Logits.zeros(EVENTS, 10);
        for (int i = 0; i < logits.values().length; i++) {
            logits.values()[i] = (float) (10 * random.nextDouble() - 5);
        }
        predicted = Probabilities.of(logits);
        watch = watch(WINDOW);
        everyBatch = watch(EVENTS);
        everyBatchWithWeights = watch(EVENTS);
        network = DigitsExample.network();
        petal = petal();
        petal.adapt(petal.score(DigitsExample.batch(), true));
    }

    private DriftWatch watch(int window) {
        FeatureReader reader = FeatureReader.of(new int[] {FEATURES}, new float[0], new float[0]);
        List<String> classes =
                IntStream.range(0, 10).mapToObj(Integer::toString).toList();
        DriftWatch made =
                new DriftWatch(reader, null, new DriftOptions(window, 1, 1024, classes, List.of("bad")), "model");
        SplittableRandom random = new SplittableRandom(2);
        while (made.reference() == null) {
            float[] row = new float[FEATURES];
            for (int f = 0; f < FEATURES; f++) {
                row[f] = (float) random.nextGaussian();
            }
            made.event(row, 0, new Probabilities(predicted.row(0), 10), null, 0, 0);
        }
        return made;
    }

    private Method petal() {
        PetalOptions options = new PetalOptions(1e-3, true, 0.999, 0, 4, 1e-9, 1e-6, false, new Restore.Fisher(0.03));
        Bundle bundle = DigitsExample.bundle();
        Posterior posterior = bundle.posterior()
                .map(fitted -> Posterior.of(network, fitted.mean(), fitted.variance()))
                .orElseThrow();
        NormPolicy policy = new NormPolicy(NormPolicy.Kind.EMA, 0.2, DigitsExample.BATCH, network.sourceStatistics());
        ViewSource views = ViewSource.seeded(ViewsFor.event(network.eventShape(), -4, 4, 0.5f), 1);
        return new Petal(network, options, posterior, policy, views, 1);
    }

    @TearDown
    public void close() {
        petal.close();
        network.close();
    }

    private long events(DriftWatch into) {
        for (int i = 0; i < EVENTS; i++) {
            into.event(values, i, predicted, predicted, time++, 1);
        }
        return into.windows();
    }

    /** The baseline. */
    @Benchmark
    public float[] nothing() {
        return values;
    }

    /** A batch; each eighth ends a window. */
    @Benchmark
    public long batch() {
        long windows = events(watch);
        watch.learned(null, 1);
        watch.told();
        return windows;
    }

    /** The same with what Kafka's store is given. */
    @Benchmark
    public long batchAndState() {
        long windows = batch();
        watch.save(state);
        return windows;
    }

    /** Each batch ends a window: less {@link #batch} it is the look at 128 features. */
    @Benchmark
    public long batchThatEndsAWindow() {
        long windows = events(everyBatch);
        everyBatch.learned(null, 1);
        everyBatch.told();
        return windows;
    }

    /** The same with 12,000 weights of 7 layers. */
    @Benchmark
    public long batchThatEndsAWindowWithWeights() {
        long windows = events(everyBatchWithWeights);
        everyBatchWithWeights.learned(petal.weights(), 1);
        everyBatchWithWeights.told();
        return windows;
    }
}
