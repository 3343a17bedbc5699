// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** A memory of 8, an update every 9 events, batches of 6: batches 2, 3 and 5 of the first five learn. */
class RottaTest {

    private final LinearNetwork network = new LinearNetwork(Toy.FEATURES, Toy.CLASSES, 1);

    private Rotta open() {
        return new Rotta(network, new Rotta.Options(0.1, 0.05, 0.1, 8, 9), Toy.NOISE);
    }

    @Test
    void updatesWhenEnoughEventsHaveCome() {
        try (Rotta rotta = open()) {
            boolean[] learned = new boolean[5];
            for (int i = 0; i < learned.length; i++) {
                learned[i] = rotta.adapt(rotta.score(Toy.batch(i), true)).learned();
            }
            assertThat(learned).containsExactly(false, true, true, false, true);
            assertThat(rotta.step()).isEqualTo(5);
        }
    }

    @Test
    void statisticsAndWeightsStayUntilThen() {
        try (Rotta rotta = open()) {
            Map<String, float[]> before = rotta.state().arrays();
            rotta.adapt(rotta.score(Toy.batch(0), true));
            for (String same : new String[] {"student", "teacher", "statistics", "student-statistics"}) {
                assertThat(rotta.state().arrays().get(same)).containsExactly(before.get(same));
            }
            rotta.adapt(rotta.score(Toy.batch(1), true));
            for (String moved : new String[] {"student", "teacher", "statistics", "student-statistics"}) {
                assertThat(rotta.state().arrays().get(moved)).isNotEqualTo(before.get(moved));
            }
        }
    }

    @Test
    void theTeacherTakesATenthOfTheStudentOver() {
        try (Rotta rotta = open()) {
            float[] source = network.source().toArray();
            rotta.adapt(rotta.score(Toy.batch(0), true));
            rotta.adapt(rotta.score(Toy.batch(1), true));
            float[] student = rotta.state().arrays().get("student");
            float[] teacher = rotta.state().arrays().get("teacher");
            for (int i = 0; i < source.length; i++) {
                assertThat(teacher[i]).isCloseTo(source[i] + 0.1f * (student[i] - source[i]), within(1e-6f));
            }
        }
    }

    @Test
    void countsSurviveAStateOfFloats() {
        assertThat(Counters.longs(Counters.floats(0, 7, 123_456_789_012L))).containsExactly(0, 7, 123_456_789_012L);
    }
}
