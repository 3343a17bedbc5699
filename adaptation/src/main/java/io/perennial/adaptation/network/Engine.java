// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** Computes networks; found by name through {@link ServiceLoader}. */
public interface Engine {

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

    /** The engine of that name. */
    static Engine named(String name) {
        var known = new TreeMap<String, Engine>();
        ServiceLoader.load(Engine.class).forEach(engine -> known.put(engine.name(), engine));
        Engine engine = known.get(name);
        if (engine == null) {
            throw new IllegalArgumentException(
                    "engine refused: expected one of " + known.keySet() + ", got \"" + name + "\"");
        }
        return engine;
    }
}
