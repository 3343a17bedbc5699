// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {

    private static final int[] LABELS = {1, 0, 1, 0, 0, 1};

    private static final Recording RECORDING =
            Recording.of(new Rows.Floats(new float[6], 6, 1), LABELS, Segments.of("x", "x", "x", "y", "y", "y"));

    @Test
    void correlatedSortsByClassWithinEachSegmentAndKeepsTheOrderOfEquals() {
        assertThat(of("correlated", 1)).containsExactly(1, 0, 2, 3, 4, 5);
    }

    @Test
    void shuffledKeepsTheSegmentsApart() {
        int[] order = of("shuffled", 3);
        assertThat(Arrays.copyOf(order, 3)).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(Arrays.copyOfRange(order, 3, 6)).containsExactlyInAnyOrder(3, 4, 5);
    }

    @Test
    void recurringComesByAgainAndAgain() {
        assertThat(of("recurring:2", 1)).containsExactly(0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"natural", "shuffled", "correlated", "mixed"})
    void everyEventComesOnceAndTheSeedDecides(String name) {
        assertThat(of(name, 5)).containsExactlyInAnyOrder(IntStream.range(0, 6).toArray());
        assertThat(of(name, 5)).isEqualTo(of(name, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"recurring", "recurring:0", "recurring:x", "random", ""})
    void refusesWhatItDoesNotKnow(String name) {
        assertThatThrownBy(() -> Order.parse(name))
                .hasMessageContaining("order refused")
                .hasMessageContaining(name);
    }

    @Test
    void sortingByClassNeedsLabels() {
        Recording unlabelled = Recording.of(new Rows.Floats(new float[2], 2, 1), null, null);
        Order order = Order.parse("correlated");
        assertThatThrownBy(() -> order.of(unlabelled, 1)).hasMessageContaining("give --labels");
    }

    private static int[] of(String name, long seed) {
        return Order.parse(name).of(RECORDING, seed);
    }
}
