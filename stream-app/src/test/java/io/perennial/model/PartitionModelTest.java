// SPDX-License-Identifier: Apache-2.0
package io.perennial.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.model.Rules.Checkpoints;
import io.perennial.model.Rules.Flaw;
import io.perennial.model.StateSpace.Explored;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every order in which what can happen to four events on two instances can happen. */
class PartitionModelTest {

    /** Where one instance works in another mode than the other, whoever takes over finds what the other mode left. */
    @ParameterizedTest
    @CsvSource({
        "false, false, 1, 2, 1",
        "false, false, 2, 2, 1",
        "true, true, 1, 2, 1",
        "true, true, 2, 1, 0",
        "false, true, 1, 1, 1"
    })
    void nothingIsLostAndNothingComesTwice(boolean one, boolean other, int saveEvery, int crashes, int rebalances) {
        Explored all =
                explore(Rules.of(Flaw.NONE, one, other).saveEvery(saveEvery).faults(crashes, rebalances));
        assertThat(all.wrong()).as(all.toString()).isNull();
        assertThat(all.ends()).as("the model comes to an end").isPositive();
        assertThat(all.states()).as("it does something").isGreaterThan(10_000);
    }

    @ParameterizedTest
    @EnumSource(value = Flaw.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void everyMistakeIsFound(Flaw flaw) {
        Explored until = explore(Rules.of(flaw, flaw.onArrival, flaw.onArrival));
        assertThat(until.wrong()).as(until.toString()).contains(flaw.found);
        assertThat(until.trace()).first().isEqualTo("begin");
    }

    /**
     * What decision 0007 leaves open: the model store is outside of every transaction, so it may have a checkpoint of a step that
     * a crash undid, or that a zombie took. A rollback to it, given before the events of that step have been answered again, has them answered by
     * weights that know them.
     */
    @Test
    void aCheckpointOfAStepThatACrashUndidKnowsEventsThatComeAgain() {
        Rules offered = Rules.of(Flaw.NONE, false, false).checkpoints(Checkpoints.ANY);
        Explored until = explore(offered);
        assertThat(until.wrong()).as(until.toString()).contains("is answered by weights that have learned from it");
        assertThat(until.trace())
                .containsSubsequence("the owner crashes", "a rollback is asked for", "the owner rolls back to 01.");
        assertThat(explore(offered.faults(0, 0)).wrong())
                .as("nothing leads there but a transaction that is given up")
                .isNull();
    }

    private static Explored explore(Rules rules) {
        Explored explored = StateSpace.explore(new PartitionModel(rules));
        System.out.println(rules + ": " + explored);
        return explored;
    }
}
