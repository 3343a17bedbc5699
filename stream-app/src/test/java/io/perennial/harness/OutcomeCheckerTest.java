// SPDX-License-Identifier: Apache-2.0
package io.perennial.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class OutcomeCheckerTest {

    private static final OutcomeChecker CHECKER = OutcomeChecker.byHeader("perennial-event-id");

    @Test
    void acceptsOnePredictionOrOneDeadLetterForEachEvent() {
        var outcomes = CHECKER.assertEachExactlyOnce(
                List.of("a", "b"), List.of(outcome("predictions", 0, "a")), List.of(outcome("dead-letter", 0, "b")));
        assertThat(outcomes.predictions()).isEqualTo(1);
        assertThat(outcomes.deadLetters()).isEqualTo(1);
    }

    @Test
    void namesTheEventThatHasNoOutcome() {
        assertThatThrownBy(() -> CHECKER.assertEachExactlyOnce(
                        List.of("a", "b"), List.of(outcome("predictions", 0, "a")), List.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 missing: [b]");
    }

    @Test
    void namesTheEventThatWasPredictedTwiceAndWhere() {
        var twice = List.of(outcome("predictions", 0, "a"), outcome("predictions", 7, "a"));
        assertThatThrownBy(() -> CHECKER.assertEachExactlyOnce(List.of("a"), twice, List.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 duplicated: [a=[predictions-0-0, predictions-0-7]]");
    }

    @Test
    void refusesAPredictionBesideADeadLetter() {
        var outcomes = CHECKER.outcomes(
                List.of("a"), List.of(outcome("predictions", 0, "a")), List.of(outcome("dead-letter", 3, "a")));
        assertThat(outcomes.duplicated()).containsEntry("a", List.of("predictions-0-0", "dead-letter-0-3"));
    }

    @Test
    void namesTheOutcomeOfAnEventThatWasNeverSent() {
        var outcomes = CHECKER.outcomes(List.of(), List.of(outcome("predictions", 5, "ghost")), List.of());
        assertThat(outcomes.unknown()).containsOnlyKeys("ghost");
        assertThat(outcomes.eachExactlyOnce()).isFalse();
    }

    private static ConsumerRecord<byte[], byte[]> outcome(String topic, long offset, String id) {
        var outcome = new ConsumerRecord<>(topic, 0, offset, new byte[0], new byte[0]);
        outcome.headers().add("perennial-event-id", id.getBytes(StandardCharsets.UTF_8));
        return outcome;
    }
}
