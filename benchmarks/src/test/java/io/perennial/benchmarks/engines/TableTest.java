// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final Match MATCH = new Match(Subject.MLP, 64, 0);

    @Test
    void comparesRoundsSideBySide() {
        Outcome torch = outcome("torch", 300, 1, 2, 4);
        Outcome nd4j = outcome("nd4j", 400, 3, 4, 20);
        assertThat(nd4j.times(torch)).isEqualTo(new Quartiles(2.5, 3, 4));
        assertThat(Table.of(List.of(List.of(torch, nd4j, outcome(Worker.NOTHING, 280, 0, 0, 0)))))
                .isEqualTo(
                        """
                        | model | batch | threads | engine | ms a step | times torch | processor, ms a step | MiB loaded | MiB after the warm-up | MiB at the end |
                        | --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |
                        | mlp | 64 | all | torch | 2.00 | 1 | 3.00 | 300 | 310 | 320 |
                        | mlp | 64 | all | nd4j | 4.00 | 3.00 (2.50 to 4.00) | 6.00 | 400 | 410 | 420 |
                        | mlp | 64 | all | nothing | 0.00 |  | 0.00 | 280 | 290 | 300 |
                        """);
    }

    @Test
    void saysWhyMemoryIsNotShown() {
        Round round = new Round(1, 250_000_000, 375_000_000, 1, Optional.empty());
        Outcome torch =
                new Outcome(MATCH, "torch", new Ready(1, Optional.empty(), "torch"), round, round, List.of(round));
        assertThat(Table.of(List.of(List.of(torch))))
                .isEqualTo(
                        """
                        | model | batch | threads | engine | ms a step | times torch | processor, ms a step |
                        | --- | ---: | ---: | --- | ---: | ---: | ---: |
                        | mlp | 64 | all | torch | 250 | 1 | 375 |

                        Memory is not shown: this system has no /proc/self/status.
                        """);
    }

    @Test
    void quartilesAreThoseOfNumpy() {
        assertThat(Quartiles.of(4, 1, 3, 2)).isEqualTo(new Quartiles(1.75, 2.5, 3.25));
        assertThat(Quartiles.of(7)).isEqualTo(new Quartiles(7, 7, 7));
    }

    @Test
    void aRoundHasAsManyStepsAsItsTimeAllows() {
        var effort = new Match.Effort(20, 0.75, 5);
        assertThat(effort.steps(new Round(10, 30_000_000, 0, 0, Optional.empty())))
                .isEqualTo(250);
        assertThat(effort.steps(new Round(1, 5_000_000_000L, 0, 0, Optional.empty())))
                .isEqualTo(1);
        assertThat(effort.steps(new Round(1, 100, 0, 0, Optional.empty()))).isEqualTo(10_000);
    }

    /** Rounds of so many milliseconds a step, two steps each. */
    private static Outcome outcome(String engine, long loadedMebibytes, int... millis) {
        List<Round> rounds = IntStream.of(millis)
                .mapToObj(one -> round(one, loadedMebibytes + 20))
                .toList();
        Optional<Memory> loaded = Optional.of(new Memory(loadedMebibytes << 10, loadedMebibytes << 10));
        return new Outcome(
                MATCH, engine, new Ready(1, loaded, engine), rounds.get(0), round(1, loadedMebibytes + 10), rounds);
    }

    private static Round round(int millis, long mostMebibytes) {
        return new Round(
                2, 2_000_000L * millis, 3_000_000L * millis, 1, Optional.of(new Memory(0, mostMebibytes << 10)));
    }
}
