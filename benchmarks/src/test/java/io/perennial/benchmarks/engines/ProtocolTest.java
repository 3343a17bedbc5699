// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProtocolTest {

    private static final Optional<Memory> MEMORY = Optional.of(new Memory(1000, 2000));

    @Test
    void readsWhatItWrites() {
        Ready ready = new Ready(20, MEMORY, "ND4J 1 on 2 CPU threads");
        Round round = new Round(3, 6_000_000, 9_000_000, 0.25, MEMORY);
        assertThat(Ready.parse(ready.line())).isEqualTo(ready);
        assertThat(Round.parse(round.line())).isEqualTo(round);
        assertThat(round.millisPerStep()).isEqualTo(2);
        assertThat(round.processorMillisPerStep()).isEqualTo(3);
    }

    @Test
    void readsWhatItWritesWhereNoMemoryIsKnown() {
        Ready ready = new Ready(20, Optional.empty(), "ND4J 1 on 1 CPU thread");
        Round round = new Round(3, 6_000_000, 9_000_000, 0.25, Optional.empty());
        assertThat(Ready.parse(ready.line())).isEqualTo(ready);
        assertThat(Round.parse(round.line())).isEqualTo(round);
    }

    @Test
    void refusesAnotherLine() {
        assertThatThrownBy(() -> Round.parse("3 steps"))
                .hasMessage(
                        "answer refused: expected \"round STEPS NANOS PROCESSOR-NANOS LOSS NOW MOST\", got \"3 steps\"");
        assertThatThrownBy(() -> Ready.parse("round 1 2 3 4 5"))
                .hasMessage("answer refused: expected \"ready PARAMETERS NOW MOST ENGINE\", got \"round 1 2 3 4 5\"");
    }

    @Test
    void takesMemoryFromTheStatusOfTheProcess() {
        assertThat(Memory.ofStatus("Name:\tjava\nVmPeak:\t 9 kB\nVmHWM:\t  2000 kB\nVmRSS:\t  1000 kB\n"))
                .isEqualTo(MEMORY.orElseThrow());
        assertThatThrownBy(() -> Memory.ofStatus("VmHWM:\t 2000 kB\n"))
                .hasMessageContaining("expected a line VmRSS in kB");
    }
}
