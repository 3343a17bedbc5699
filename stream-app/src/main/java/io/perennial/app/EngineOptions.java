// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.network.Engine;
import picocli.CommandLine.Option;

/** Of commands that compute without a configuration. */
final class EngineOptions {

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = Engine.AUTO,
            description =
                    "what computes: torch, nd4j, or auto for torch where the build has it and else the one that it has"
                            + " (default: ${DEFAULT-VALUE})")
    private String engine;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description =
                    "where it computes: cpu, cuda:0 and so on, or auto for the first CUDA device where there is one"
                            + " (default: ${DEFAULT-VALUE})")
    private String device;

    /**
     * @throws IllegalArgumentException if there is no such engine or device
     * @throws LinkageError if the engine's libraries do not load
     */
    Engine engine() {
        return Engine.named(engine).device(device);
    }

    /** As it was given, so perhaps {@code auto}. */
    String name() {
        return engine;
    }

    String device() {
        return device;
    }
}
