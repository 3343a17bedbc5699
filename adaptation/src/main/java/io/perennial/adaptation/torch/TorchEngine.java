// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import java.io.IOException;
import java.util.Set;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/**
 * The default engine: libtorch on the CPU. Its threads wait for each other actively, so more of them than processors
 * that are free costs far more than it gains: with several streams in one process, share the processors out.
 */
public final class TorchEngine implements Engine {

    /** System property: threads within one operator; libtorch has one such number per process. */
    public static final String THREADS = "perennial.torch.threads";

    static {
        Natives.load();
    }

    private final int threads;

    /** As many threads as the system property says, else one per processor. */
    public TorchEngine() {
        this(Integer.getInteger(THREADS, Runtime.getRuntime().availableProcessors()));
    }

    /** @param threads within one operator, at least 1; holds for the whole process once a network is opened */
    public TorchEngine(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException(THREADS + " refused: expected at least 1 thread, got " + threads);
        }
        this.threads = threads;
    }

    @Override
    public String name() {
        return "torch";
    }

    @Override
    public String device() {
        return "libtorch " + version() + " on " + threads + (threads == 1 ? " CPU thread" : " CPU threads");
    }

    @Override
    public Engine threads(int wanted) {
        return wanted == 0 ? this : new TorchEngine(wanted);
    }

    @Override
    public Set<String> operators() {
        return Operators.TABLE.keySet();
    }

    @Override
    public Network open(Graph graph, ParameterSelection selection) {
        torch.set_num_threads(threads);
        return new TorchNetwork(graph, graph.layout(selection));
    }

    private static String version() {
        try {
            return Loader.getVersion("org.bytedeco", "pytorch");
        } catch (IOException e) {
            // A jar packed without Maven's metadata: the version is for a log line only.
            return "of unknown version";
        }
    }
}
