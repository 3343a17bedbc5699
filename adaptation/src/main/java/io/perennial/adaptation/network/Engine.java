// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import java.util.Optional;
import java.util.Set;

/**
 * Computes networks; found by name through {@link java.util.ServiceLoader}. Its class has an {@link EngineName} and loads
 * its native libraries when it is initialised, so that one that cannot compute is never had.
 */
public interface Engine {

    /** Of the configuration: torch where the build has it, else the engine that it has. */
    String AUTO = "auto";

    /** As in the configuration, for example {@code torch}. */
    String name();

    /** What it is and runs on, in words for a log line, for example {@code libtorch 2.10.0 on 2 CPU threads}. */
    String describe();

    /** Where it computes. */
    default Device device() {
        return Device.CPU;
    }

    /** Why it can use no GPU here, in words such as {@code this build has no CUDA}; empty where it can. */
    default Optional<String> withoutGpu() {
        return Optional.of("the engine \"" + name() + "\" computes on the processor only");
    }

    /**
     * The same engine on a device.
     *
     * @param wanted {@code cpu}, {@code cuda:N}, or {@code auto} for the first CUDA device where there is one
     * @throws IllegalArgumentException if it is another text or a device that cannot be used here
     */
    default Engine device(String wanted) {
        if (!wanted.equals(Device.AUTO) && Device.parse(wanted).isCuda()) {
            throw new IllegalArgumentException("score.device refused: expected cpu, got " + wanted + ": "
                    + withoutGpu().orElseThrow() + "; set score.device: cpu");
        }
        return this;
    }

    /**
     * The same engine with so many threads within one operator.
     *
     * @param wanted 0 for the engine's own choice
     */
    Engine threads(int wanted);

    /** Names of the standard ONNX operators it computes; some of them not with every attribute. */
    Set<String> operators();

    /**
     * @param graph the model
     * @param selection which of its parameters are in the flat vector; the others stay constant
     * @throws io.perennial.adaptation.graph.UnsupportedOperatorException if the engine lacks an operator
     */
    Network open(Graph graph, ParameterSelection selection);

    /**
     * The engine of that name. Others are not initialised.
     *
     * @param name {@link EngineName#value} of its class, or {@code auto} for torch where the build has it and else for what it has
     * @throws IllegalArgumentException if this build has none of that name, or if it refuses its settings
     * @throws LinkageError if its libraries do not load
     */
    static Engine named(String name) {
        return Engines.of(Thread.currentThread().getContextClassLoader()).named(name);
    }
}
