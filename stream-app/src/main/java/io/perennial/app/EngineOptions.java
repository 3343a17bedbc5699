// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.network.Engine;
import picocli.CommandLine.Option;

/** Of commands that compute without a configuration. */
final class EngineOptions {

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = "torch",
            description = "what computes (default: ${DEFAULT-VALUE})")
    private String engine;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description =
                    "where it computes: cpu, cuda:0 and so on, or auto for the first CUDA device where there is one"
                            + " (default: ${DEFAULT-VALUE})")
    private String device;

    /** @throws IllegalArgumentException if there is no such engine or device */
    Engine engine() {
        return Engine.named(engine).device(device);
    }

    String name() {
        return engine;
    }

    String device() {
        return device;
    }
}
