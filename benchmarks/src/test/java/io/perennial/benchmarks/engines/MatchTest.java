// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MatchTest {

    private static final Match MATCH = new Match(Subject.MLP, 4, 1);

    @Test
    void playsRoundsInProcessesOfTheirOwn() throws IOException {
        var effort = new Match.Effort(3, 0.05, 0.1);
        List<Outcome> outcomes = MATCH.play(List.of("torch", Worker.NOTHING), effort);
        assertThat(outcomes).extracting(Outcome::engine).containsExactly("torch", "nothing");
        Outcome torch = outcomes.get(0);
        assertThat(torch.ready().parameters()).isEqualTo(67_978);
        assertThat(torch.ready().engine()).contains("1 CPU thread");
        assertThat(torch.rounds()).hasSize(3).allMatch(round -> round.steps() == effort.steps(torch.warm()));
        assertThat(torch.millis().median())
                .isGreaterThan(100 * outcomes.get(1).millis().median());
        assertThat(torch.first().loss()).isPositive();
    }

    @Test
    void refusesAnEngineThatDoesNotStart() {
        assertThatThrownBy(() -> MATCH.play(List.of("abacus"), new Match.Effort(1, 0.05, 0.1)))
                .hasMessage("engine abacus refused: expected an answer of its process, got its end; what it said"
                        + " stands above");
    }

    @Test
    void anotherLossIsAnotherComputation() {
        Outcome reference = outcome("torch", 2);
        Match.checkLoss(reference, outcome("nd4j", 2.001));
        Match.checkLoss(reference, outcome(Worker.NOTHING, 0));
        assertThatThrownBy(() -> Match.checkLoss(reference, outcome("nd4j", 2.003)))
                .hasMessage(
                        "engine nd4j refused: expected the loss of torch on the first batch, 2.0, got 2.003; its time"
                                + " would be that of another computation");
        assertThatThrownBy(() -> Match.checkLoss(reference, outcome("nd4j", Double.NaN)))
                .hasMessageContaining("got NaN");
    }

    private static Outcome outcome(String engine, double loss) {
        Round round = new Round(1, 1, 1, loss, Optional.empty());
        return new Outcome(MATCH, engine, new Ready(1, Optional.empty(), engine), round, round, List.of(round));
    }
}
