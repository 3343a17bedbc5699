// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfileTest {

    private static volatile double sink;

    @ParameterizedTest
    @EnumSource
    void namesWhatHadTheProcessor(Profiler profiler, @TempDir Path directory) throws Exception {
        Path recording = directory.resolve("profile.jfr");
        try (Profiler.Running running = profiler.start(recording)) {
            busy();
        }
        Profile profile = Profile.read(recording);

        assertThat(profile.samples()).isPositive();
        assertThat(profile.ours()).extracting(Profile.Row::frame).contains("ProfileTest.busy");
        assertThat(profile.top().stream().mapToLong(Profile.Row::samples).sum()).isEqualTo(profile.samples());
        assertThat(profile.table(3)).contains("`ProfileTest.busy`");
    }

    /** Until enough samples are there at any speed: by the time of the processor, of which a sample is 10 or 20 ms. */
    private static void busy() {
        var threads = java.lang.management.ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + 1_000_000_000L;
        double sum = 1;
        while (threads.getCurrentThreadCpuTime() < end) {
            for (int i = 0; i < 1_000_000; i++) {
                sum = sum * 0.999 + i;
            }
        }
        sink = sum;
    }

    @Test
    void aNativeSymbolLosesItsArgumentsAndTemplates() {
        assertThat(Symbols.brief(
                        "void at::native::(anonymous namespace)::copy_kernel<float, at::vec<int>>(at::Tensor&)"))
                .isEqualTo("at::native::copy_kernel");
        assertThat(Symbols.brief("libtorch_cpu.so.std::enable_if<true, int>::type at::norm_kernel<float>(at::Tensor&)"))
                .isEqualTo("libtorch_cpu: at::norm_kernel");
        assertThat(Symbols.brief("libtorch_cpu.so.at::native::cut_short<float, at::vec::Vec"))
                .isEqualTo("libtorch_cpu: at::native::cut_short");
        assertThat(Symbols.brief("io.perennial.adaptation.torch.Program.run")).isEqualTo("Program.run");
        assertThat(Symbols.brief("a".repeat(200))).hasSize(72);
    }
}
