// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.nd4j.common.io.Resource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4jBackend;

final class BackendsTest {

    /** One of which nothing else is asked. */
    private static Nd4jBackend backend(BooleanSupplier runs) {
        return new Nd4jBackend() {
            @Override
            public boolean canRun() {
                return runs.getAsBoolean();
            }

            @Override
            public boolean isAvailable() {
                throw new UnsupportedOperationException("prints a stack trace where there is no device");
            }

            @Override
            public boolean allowsOrder() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int getPriority() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Resource getConfigurationResource() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Class<?> getNDArrayClass() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Environment getEnvironment() {
                throw new UnsupportedOperationException();
            }

            @Override
            public String buildInfo() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void logBackendInit() {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Test
    void thisBuildHasOneThatRuns() {
        assertThatCode(Backends::check).doesNotThrowAnyException();
    }

    @Test
    void oneThatRunsIsEnough() {
        assertThat(Backends.missing(List.of(backend(() -> false), backend(() -> true))))
                .isEmpty();
    }

    @Test
    void saysThatNoDriverIsThere() {
        assertThat(Backends.missing(List.of(backend(() -> {
                    var error = new UnsatisfiedLinkError("no jnicudart in java.library.path");
                    error.initCause(new UnsatisfiedLinkError("libcuda.so.1: cannot open shared object file"));
                    throw error;
                }))))
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("the driver or a library of CUDA does not load")
                        .endsWith(": libcuda.so.1: cannot open shared object file"));
    }

    /** In the words of ND4J's backend for CUDA. */
    @Test
    void saysThatNoDeviceIsThere() {
        assertThat(Backends.missing(List.of(backend(() -> {
                    throw new IllegalStateException("No CUDA devices were found in system");
                }))))
                .hasValue("No CUDA devices were found in system (nvidia-smi shows what is visible)");
    }

    @Test
    void saysThatABuildHasNone() {
        assertThat(Backends.missing(List.of())).hasValue("this build has no backend of ND4J");
    }
}
