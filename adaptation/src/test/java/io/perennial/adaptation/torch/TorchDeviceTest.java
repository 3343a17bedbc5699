// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perennial.adaptation.network.Device;
import io.perennial.adaptation.network.Engine;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which device is taken, and what is said where there is none. */
final class TorchDeviceTest {

    private static final Engine ENGINE = new TorchEngine(1);

    @Test
    void takesTheProcessorWhereItIsAskedFor() {
        Engine engine = ENGINE.device("cpu");
        assertThat(engine.device()).isEqualTo(Device.CPU);
        assertThat(engine.describe()).endsWith("on 1 CPU thread");
    }

    @Test
    void takesAGpuByItselfExactlyWhereThereIsOne() {
        Engine engine = ENGINE.device("auto");
        assertThat(engine.device().isCuda()).isEqualTo(engine.withoutGpu().isEmpty());
    }

    @Test
    void keepsTheDeviceWhenTheThreadsChangeAndTheThreadsWhenTheDeviceDoes() {
        assertThat(ENGINE.device("cpu").threads(3).describe()).endsWith("on 3 CPU threads");
        assertThat(ENGINE.threads(3).device("cpu").describe()).endsWith("on 3 CPU threads");
    }

    @Test
    void refusesAGpuThatIsNotThere() {
        assumeTrue(ENGINE.withoutGpu().isPresent(), "this machine has a GPU");
        assertThatThrownBy(() -> ENGINE.device("cuda:0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("score.device refused: expected a CUDA device for cuda:0, got none: "
                        + ENGINE.withoutGpu().orElseThrow() + "; set score.device: cpu to go on without");
    }

    @Test
    void refusesADeviceThatNoDriverNumbersSo() {
        assertThatThrownBy(() -> ENGINE.device("cuda:127")).hasMessageStartingWith("score.device refused: expected ");
        assertThatThrownBy(() -> ENGINE.device("gpu")).hasMessageContaining("got \"gpu\"");
    }

    @Test
    void saysWhyThereIsNoGpu() {
        assertThat(TorchDevice.missing(false, false, 0)).hasValueSatisfying(why -> assertThat(why)
                .isEqualTo("this build has no CUDA (build with -Pcuda, or use the image tag that ends in -cuda)"));
        assertThat(TorchDevice.missing(true, false, 0))
                .hasValueSatisfying(why -> assertThat(why).contains("CUDA 13, cuDNN 9 and NCCL 2"));
        assertThat(TorchDevice.missing(true, true, 0))
                .hasValueSatisfying(why -> assertThat(why).contains("no NVIDIA driver or no device is visible"));
        assertThat(TorchDevice.missing(true, true, 1)).isEmpty();
    }

    @Test
    void namesTheDevicesThatAreThere() {
        assertThatThrownBy(() -> TorchDevice.check(new Device(2), Optional.empty(), 2))
                .hasMessage("score.device refused: expected cuda:0 to cuda:1, got cuda:2; name one that is there");
        assertThatThrownBy(() -> TorchDevice.check(new Device(1), Optional.empty(), 1))
                .hasMessage("score.device refused: expected cuda:0, the only device here, got cuda:1;"
                        + " name one that is there");
        assertThatCode(() -> TorchDevice.check(new Device(1), Optional.empty(), 2))
                .doesNotThrowAnyException();
    }
}
