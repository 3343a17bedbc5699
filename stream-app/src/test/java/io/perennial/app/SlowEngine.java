// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.EngineName;
import io.perennial.adaptation.network.ForwardingNetwork;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** The engine of the build, every pass of which takes some milliseconds, however fast the machine is. */
@EngineName(value = SlowEngine.NAME, needs = "io.perennial.app.SlowEngine")
public final class SlowEngine implements Engine {

    /** As {@code score.engine} takes it. */
    static final String NAME = "slow";

    static final Duration PASS = Duration.ofMillis(3);

    private static final Engine REAL = Engine.named(AUTO);

    /** A class path on which it is known, beside the engines of the build. */
    static URLClassLoader classPath(Path directory) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(Engine.class.getName()), SlowEngine.class.getName() + "\n");
        return new URLClassLoader(new URL[] {directory.toUri().toURL()}, SlowEngine.class.getClassLoader());
    }

    private static void slowly(int times) {
        for (int i = 0; i < times; i++) {
            slowly();
        }
    }

    private static void slowly() {
        long end = System.nanoTime() + PASS.toNanos();
        for (long left = PASS.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String describe() {
        return "slow " + REAL.describe();
    }

    @Override
    public Engine threads(int wanted) {
        REAL.threads(wanted);
        return this;
    }

    @Override
    public Set<String> operators() {
        return REAL.operators();
    }

    @Override
    public Network open(Graph graph, ParameterSelection selection) {
        return new ForwardingNetwork(REAL.open(graph, selection)) {
            @Override
            public Logits forward(ParameterVector parameters, Batch batch, NormStatistics statistics) {
                slowly();
                return super.forward(parameters, batch, statistics);
            }

            @Override
            public List<Logits> forwardViews(
                    ParameterVector parameters,
                    Batch batch,
                    int count,
                    IntFunction<Batch> view,
                    NormStatistics statistics) {
                slowly(count);
                return super.forwardViews(parameters, batch, count, view, statistics);
            }

            @Override
            public List<Logits> forwardViews(
                    ParameterVector parameters, Batch batch, int count, IntFunction<Batch> view, float[][] used) {
                slowly(count);
                return super.forwardViews(parameters, batch, count, view, used);
            }

            @Override
            public Recorded record(ParameterVector parameters, Batch batch, NormStatistics statistics) {
                slowly();
                return super.record(parameters, batch, statistics);
            }
        };
    }
}
