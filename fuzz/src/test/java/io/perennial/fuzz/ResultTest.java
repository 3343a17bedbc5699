// SPDX-License-Identifier: Apache-2.0
package io.perennial.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultTest {

    private static final List<String> SAID = List.of(
            "INFO: Instrumented io.perennial.adaptation.golden.Npy (took 43 ms, size +29%)",
            "#4\tINITED cov: 61 ft: 99 corp: 4/312b exec/s: 0 rss: 480Mb",
            "#65536\tpulse  cov: 88 ft: 170 corp: 41/3012b lim: 652 exec/s: 8192 rss: 485Mb",
            "#837246\tDONE   cov: 88 ft: 180 corp: 45/3454b lim: 4096 exec/s: 9200 rss: 485Mb",
            "Done 837246 runs in 91 second(s)");

    @Test
    void readsWhatTheFuzzerSaidLast() {
        Result result = Result.of("npy", SAID, Map.of());
        assertThat(result).isEqualTo(new Result("npy", 837246, 91, 88, 180, 45, Map.of()));
        assertThat(result.isClean()).isTrue();
        assertThat(ResultTable.row(result)).isEqualTo("| npy | 837,246 | 9,200 | 88 | 180 | 45 | 0 |");
    }

    @Test
    void isNotCleanWithAFindingOrWithoutAnEnd() {
        assertThat(Result.of("npy", SAID, Map.of("crash-1", new byte[1])).isClean())
                .isFalse();
        assertThat(Result.of("npy", SAID.subList(0, 3), Map.of()).isClean()).isFalse();
    }

    @Test
    void sumsCampaignsUpAndShowsTheLastOne() throws IOException {
        List<String> page = ResultFiles.page(List.of(
                "date,commit,java,target,executions,seconds,edges,features,corpus",
                "2026-11-29,abc,17,npy,1000,1,80,170,40",
                "2026-11-30,abd,25,npy,3000,1,88,180,45"));
        assertThat(page)
                .anyMatch(line -> line.startsWith("| npy | 4,000 | 2,000 | 88 | 180 | 45 | ")
                        && line.endsWith(" | 2026-11-30, abd, JDK 25 |"))
                .anyMatch(line -> line.startsWith("| label | 0 | 0 | ") && line.endsWith(" | none yet |"));
    }

    @Test
    void theFuzzerSearchesNoMoreOfTheClassPathThanReadersNeed() {
        String whole = String.join(
                File.pathSeparator,
                "lib/pytorch-2.10.0-1.5.13.jar",
                "lib/jackson-core-2.22.4.jar",
                "lib/kafka-streams-4.3.1.jar",
                "lib/kafka-streams-test-utils-4.3.1.jar",
                "lib/perennial-stream-app-1.jar");
        assertThat(Campaign.classPath(whole).split(File.pathSeparator))
                .containsExactly(
                        "lib/jackson-core-2.22.4.jar", "lib/kafka-streams-4.3.1.jar", "lib/perennial-stream-app-1.jar");
    }
}
