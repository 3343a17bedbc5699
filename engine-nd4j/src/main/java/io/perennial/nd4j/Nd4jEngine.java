// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Device;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.EngineName;
import io.perennial.adaptation.network.Network;
import java.util.Optional;
import java.util.Set;

/**
 * The second engine: ND4J, differentiated by SameDiff and, where its derivatives are slow or wrong, by rules of ours. For
 * those who run ND4J already or cannot ship libtorch, and as an independent check of the default engine.
 */
@EngineName(value = Nd4jEngine.NAME, needs = "org.nd4j.linalg.factory.Nd4j")
public final class Nd4jEngine implements Engine {

    static final String NAME = "nd4j";

    /** System property: threads within one operator; the last network to compute decides for the process. */
    public static final String THREADS = "perennial.nd4j.threads";

    static {
        Nd4jRuntime.start();
    }

    private final int threads;

    /** As many threads as the system property says, else one per processor. */
    public Nd4jEngine() {
        this(Integer.getInteger(THREADS, Runtime.getRuntime().availableProcessors()));
    }

    /** @param threads within one operator, at least 1 */
    public Nd4jEngine(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException(THREADS + " refused: expected at least 1 thread, got " + threads);
        }
        this.threads = threads;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String describe() {
        return "ND4J " + Nd4jRuntime.version() + " on "
                + (Nd4jRuntime.isCuda()
                        ? "CUDA device " + device().index()
                        : threads + (threads == 1 ? " CPU thread" : " CPU threads"));
    }

    @Override
    public Device device() {
        return Backends.device(Device.AUTO, Nd4jRuntime.isCuda());
    }

    @Override
    public Optional<String> withoutGpu() {
        return Nd4jRuntime.isCuda()
                ? Optional.empty()
                : Optional.of(
                        "this build's ND4J computes on the processor only (build with -Pnd4j-cuda for CUDA 11.6)");
    }

    @Override
    public Engine device(String wanted) {
        Backends.device(wanted, Nd4jRuntime.isCuda());
        return this;
    }

    @Override
    public Engine threads(int wanted) {
        return wanted == 0 ? this : new Nd4jEngine(wanted);
    }

    @Override
    public Set<String> operators() {
        return Operators.TABLE.keySet();
    }

    @Override
    public Network open(Graph graph, ParameterSelection selection) {
        return new Nd4jNetwork(graph, graph.layout(selection), threads);
    }
}
