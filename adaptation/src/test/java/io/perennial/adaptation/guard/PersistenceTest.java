// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class PersistenceTest {

    private final SplittableRandom random = new SplittableRandom(5);

    private Persistence over(int events, IntUnaryOperator adapted, IntUnaryOperator source) {
        Persistence persistence = new Persistence(512);
        for (int event = 0; event < events; event++) {
            persistence.add(new Comparison(adapted.applyAsInt(event), source.applyAsInt(event), 0.5, 0.5, 0.5, 0.5));
        }
        return persistence;
    }

    private int drawn(int event) {
        return random.nextInt(10);
    }

    @Test
    void runsAreOrderAndErrorsBreakThemUp() {
        IntUnaryOperator truth = event -> event / 30 % 10;
        Persistence order = over(4000, truth, event -> random.nextInt(10) < 6 ? truth.applyAsInt(event) : drawn(event));
        assertThat(order.adapted()).isGreaterThan(0.8);
        assertThat(order.source()).isBetween(0.2, 0.6);
    }

    @Test
    void drawnClassesHaveNoOrder() {
        assertThat(over(4000, this::drawn, this::drawn).adapted()).isCloseTo(0, within(0.06));
    }

    @Test
    void aSingleClassHasNoOrder() {
        assertThat(over(4000, event -> 3, event -> 3).source()).isZero();
    }

    @Test
    void aDomainThatBeginsOrEndsIsNoOrder() {
        Persistence begins = over(2200, this::drawn, event -> event < 2000 ? drawn(event) : 2);
        assertThat(begins.source()).isLessThan(0.06);
        Persistence ends = over(2200, this::drawn, event -> event < 2000 ? 2 : drawn(event));
        assertThat(ends.source()).isLessThan(0.06);
    }
}
