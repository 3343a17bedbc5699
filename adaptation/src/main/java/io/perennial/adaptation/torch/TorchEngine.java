// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Device;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.EngineName;
import io.perennial.adaptation.network.Network;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.javacpp.Loader;

/**
 * The default engine: libtorch on the processor or one CUDA device. Its threads wait for each other actively, so more of them than processors
 * that are free costs far more than it gains: with several streams in one process, share the processors out.
 */
@EngineName(value = TorchEngine.NAME, needs = "org.bytedeco.pytorch.global.torch")
public final class TorchEngine implements Engine {

    static final String NAME = "torch";

    /** System property: threads within one operator; libtorch has one such number per process. */
    public static final String THREADS = "perennial.torch.threads";

    /** System property: the device of an engine that is not told one, as {@code score.device} takes it; unset for the processor. */
    public static final String DEVICE = "perennial.torch.device";

    static {
        Natives.load();
    }

    private final int threads;
    private final TorchDevice device;

    /** As many threads as the system property says, else one per processor. */
    public TorchEngine() {
        this(Integer.getInteger(THREADS, Runtime.getRuntime().availableProcessors()));
    }

    /** @param threads within one operator, at least 1; holds for the whole process once a network is opened */
    public TorchEngine(int threads) {
        this(threads, TorchDevice.named(System.getProperty(DEVICE, "cpu")));
    }

    private TorchEngine(int threads, TorchDevice device) {
        if (threads < 1) {
            throw new IllegalArgumentException(THREADS + " refused: expected at least 1 thread, got " + threads);
        }
        this.threads = threads;
        this.device = device;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String describe() {
        Device on = device.place();
        return "libtorch " + version() + " on "
                + (on.isCuda()
                        ? "CUDA device " + on.index()
                        : threads + (threads == 1 ? " CPU thread" : " CPU threads"));
    }

    @Override
    public Device device() {
        return device.place();
    }

    @Override
    public Optional<String> withoutGpu() {
        return TorchDevice.missing();
    }

    @Override
    public Engine device(String wanted) {
        return new TorchEngine(threads, TorchDevice.named(wanted));
    }

    @Override
    public Engine threads(int wanted) {
        return wanted == 0 ? this : new TorchEngine(wanted, device);
    }

    @Override
    public Set<String> operators() {
        return Operators.TABLE.keySet();
    }

    @Override
    public Network open(Graph graph, ParameterSelection selection) {
        return new TorchNetwork(graph, graph.layout(selection), device, threads);
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
