// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import java.util.Optional;
import java.util.ServiceLoader;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * What a build's ND4J computes on: the processor, or CUDA 11.6 where it was built so. Asked before ND4J starts, which
 * without a device would print a stack trace and say that no backend is on the class path.
 */
final class Backends {

    private Backends() {}

    /** @throws IllegalArgumentException if the build's ND4J computes on CUDA and there is no device */
    static void check() {
        missing(ServiceLoader.load(Nd4jBackend.class)).ifPresent(why -> {
            throw new IllegalArgumentException(
                    "score.device refused: expected a CUDA device for ND4J on CUDA 11.6, got none: " + why
                            + "; take a build without -Pnd4j-cuda, or set score.engine: torch");
        });
    }

    /** Why none of these can run, in words; empty where one can. */
    static Optional<String> missing(Iterable<Nd4jBackend> backends) {
        String why = "this build has no backend of ND4J";
        for (Nd4jBackend backend : backends) {
            try {
                if (backend.canRun()) {
                    return Optional.empty();
                }
                why = backend.getClass().getSimpleName() + " cannot run";
            } catch (LinkageError e) {
                why =
                        "the driver or a library of CUDA does not load (libcuda.so.1, libcudart.so.11.0, libcublas.so.11 and"
                                + " libcusolver.so.11 must be on the library path): " + root(e).getMessage();
            } catch (RuntimeException e) {
                why = e.getMessage() + " (nvidia-smi shows what is visible)";
            }
        }
        return Optional.of(why);
    }

    /** JavaCPP says last which library it was that the linker missed. */
    private static Throwable root(Throwable error) {
        return error.getCause() == null ? error : root(error.getCause());
    }
}
