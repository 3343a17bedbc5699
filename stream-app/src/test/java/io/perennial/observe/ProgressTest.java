// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final TopicPartition WEIGHTS = new TopicPartition("perennial-weights-changelog", 0);
    private static final TopicPartition PENDING = new TopicPartition("perennial-pending-events-changelog", 0);

    private final Progress progress = new Progress();

    @Test
    void startedStaysTrueWhenPartitionsMoveLater() {
        progress.reached(State.REBALANCING);
        assertThat(progress.started()).isFalse();
        progress.reached(State.RUNNING);
        progress.reached(State.REBALANCING);
        assertThat(progress.started()).isTrue();
    }

    @Test
    void countsWhatIsLeftOfAllChangelogs() {
        progress.onRestoreStart(WEIGHTS, "weights", 100, 400);
        progress.onRestoreStart(PENDING, "pending-events", 0, 50);
        assertThat(progress.restoring()).isEqualTo(350);
        progress.onBatchRestored(WEIGHTS, "weights", 220, 120);
        assertThat(progress.restoring()).isEqualTo(229);
        progress.onRestoreEnd(WEIGHTS, "weights", 300);
        assertThat(progress.restoring()).isEqualTo(50);
        progress.onRestoreSuspended(PENDING, "pending-events", 20);
        assertThat(progress.restoring()).isZero();
    }

    @Test
    void isNotFooledByCompaction() {
        progress.onRestoreStart(WEIGHTS, "weights", 0, 1_000_000);
        progress.onBatchRestored(WEIGHTS, "weights", 999_989, 20);
        assertThat(progress.restoring()).isEqualTo(10);
    }

    @Test
    void countsWhatWasReadInAll() {
        progress.onRestoreStart(WEIGHTS, "weights", 100, 400);
        progress.onBatchRestored(WEIGHTS, "weights", 220, 120);
        progress.onBatchRestored(WEIGHTS, "weights", 400, 180);
        progress.onRestoreEnd(WEIGHTS, "weights", 300);
        progress.onBatchRestored(PENDING, "pending-events", 20, 5);
        assertThat(progress.restored()).isEqualTo(305);
    }

    @Test
    void neverSaysLessThanNothing() {
        progress.onRestoreStart(WEIGHTS, "weights", 7, 5);
        progress.onBatchRestored(WEIGHTS, "weights", 9, 3);
        assertThat(progress.restoring()).isZero();
    }
}
