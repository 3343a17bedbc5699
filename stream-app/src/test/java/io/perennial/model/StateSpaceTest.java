// SPDX-License-Identifier: Apache-2.0
package io.perennial.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.model.StateSpace.Explored;
import io.perennial.model.StateSpace.Model;
import io.perennial.model.StateSpace.Move;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateSpaceTest {

    /** Two processes take turns at a lock that one of them may forget to ask for; a state is who is inside, one bit each. */
    private record Lock(boolean forgotten, boolean released) implements Model<Integer> {

        @Override
        public Integer initial() {
            return 0;
        }

        @Override
        public List<Move<Integer>> moves(Integer inside) {
            Move<Integer> one = (inside & 1) == 0
                    ? new Move<>("one enters", true, inside | 1)
                    : new Move<>("one leaves", released, inside & 2);
            Move<Integer> two = (inside & 2) == 0
                    ? new Move<>("two enters", true, inside | 2)
                    : new Move<>("two leaves", released, inside & 1);
            boolean oneMay = (inside & 2) == 0 || (inside & 1) == 1;
            boolean twoMay = (inside & 1) == 0 || (inside & 2) == 2 || forgotten;
            return oneMay && twoMay ? List.of(one, two) : oneMay ? List.of(one) : List.of(two);
        }

        @Override
        public Optional<String> wrong(Integer inside) {
            return inside == 3 ? Optional.of("both are inside") : Optional.empty();
        }

        @Override
        public Optional<String> wrongAtTheEnd(Integer inside) {
            return Optional.of("it stops with " + inside);
        }
    }

    @Test
    void looksAtEveryStateOnce() {
        Explored all = StateSpace.explore(new Lock(false, true));
        assertThat(all).isEqualTo(new Explored(3, 4, 0, 1, null, List.of()));
    }

    @Test
    void findsTheShortestWayToWhatIsWrong() {
        Explored until = StateSpace.explore(new Lock(true, true));
        assertThat(until.wrong()).isEqualTo("both are inside");
        assertThat(until.trace()).containsExactly("begin", "one enters", "two enters");
    }

    @Test
    void findsWhereItStops() {
        Explored until = StateSpace.explore(new Lock(false, false));
        assertThat(until.wrong()).isEqualTo("it stops with 1");
        assertThat(until.trace()).containsExactly("begin", "one enters");
        assertThat(until.ends()).isEqualTo(1);
    }
}
