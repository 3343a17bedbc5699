// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import io.perennial.adaptation.method.Forward;
import io.perennial.adaptation.method.Method;
import io.perennial.adaptation.method.NormPolicy;
import io.perennial.adaptation.method.Petal;
import io.perennial.adaptation.method.PetalOptions;
import io.perennial.adaptation.method.Posterior;
import io.perennial.adaptation.method.Restore;
import io.perennial.adaptation.method.Scored;
import io.perennial.adaptation.method.StepReport;
import io.perennial.adaptation.method.ViewSource;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.view.ViewsFor;
import io.perennial.store.Bundle;
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

/** A batch of digits, [64, 1, 8, 8], through a method: prediction alone, and prediction with the step that follows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Dorg.bytedeco.javacpp.maxphysicalbytes=0")
public class PetalStep {

    private static final double ALWAYS_SURE = 0;
    private static final double NEVER_SURE = 1.1;

    private final Batch batch = DigitsExample.batch();
    private Network network;
    private Method frozen;
    private Method sure;
    private Method unsure;

    @Setup
    public void open() {
        network = DigitsExample.network();
        frozen = new Forward(network, policy(NormPolicy.Kind.SOURCE));
        sure = petal(ALWAYS_SURE);
        unsure = petal(NEVER_SURE);
    }

    private Method petal(double threshold) {
        PetalOptions options =
                new PetalOptions(1e-3, true, 0.999, threshold, 4, 1e-9, 1e-6, false, new Restore.Fisher(0.03));
        Bundle bundle = DigitsExample.bundle();
        Posterior posterior = bundle.posterior()
                .map(fitted -> Posterior.of(network, fitted.mean(), fitted.variance()))
                .orElseThrow();
        ViewSource views = ViewSource.seeded(ViewsFor.event(network.eventShape(), -4, 4, 0.5f), 1);
        return new Petal(network, options, posterior, policy(NormPolicy.Kind.EMA), views, 1);
    }

    private NormPolicy policy(NormPolicy.Kind kind) {
        return new NormPolicy(kind, 0.2, DigitsExample.BATCH, network.sourceStatistics());
    }

    @TearDown
    public void close() {
        unsure.close();
        sure.close();
        frozen.close();
        network.close();
    }

    /** The baseline. */
    @Benchmark
    public Batch nothing() {
        return batch;
    }

    /** The source model, what scoring costs without adaptation. */
    @Benchmark
    public Scored frozenScore() {
        try (Scored scored = frozen.score(batch, false)) {
            return scored;
        }
    }

    /** Teacher and anchor, no step. */
    @Benchmark
    public Scored score() {
        try (Scored scored = sure.score(batch, false)) {
            return scored;
        }
    }

    /** A whole step where the anchor is sure. */
    @Benchmark
    public StepReport step() {
        return sure.adapt(sure.score(batch, true));
    }

    /** A whole step where it is not, with four views. */
    @Benchmark
    public StepReport stepWithViews() {
        return unsure.adapt(unsure.score(batch, true));
    }
}
