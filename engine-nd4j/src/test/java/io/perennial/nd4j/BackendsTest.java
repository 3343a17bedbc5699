// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.network.Device;
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
                    var error = new UnsatisfiedLinkError("no jnicudart");
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

    @Test
    void computesWhereTheBuildDoes() {
        for (String wanted : List.of("auto", "cpu")) {
            assertThat(Backends.device(wanted, false)).isEqualTo(Device.CPU);
        }
        for (String wanted : List.of("auto", "cuda:0")) {
            assertThat(Backends.device(wanted, true)).isEqualTo(new Device(0));
        }
        assertThatThrownBy(() -> Backends.device("cuda:0", false))
                .hasMessageContaining("expected cpu, got cuda:0")
                .hasMessageEndingWith("set score.device: cpu");
        assertThatThrownBy(() -> Backends.device("cpu", true)).hasMessageContaining("expected cuda:0, got cpu");
        assertThatThrownBy(() -> Backends.device("cuda:1", true)).hasMessageContaining("CUDA_VISIBLE_DEVICES");
        assertThatThrownBy(() -> Backends.device("gpu", true)).hasMessageContaining("got \"gpu\"");
    }
}
