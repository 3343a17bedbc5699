// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.checkpoint.Checkpoints;
import io.perennial.control.ControlEvent;
import io.perennial.control.ControlLog;
import io.perennial.harness.StateStores;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class SteeringTest {

    private final KeyValueStore<String, byte[]> commands = StateStores.open("commands");
    private final WeightsStore weights = new WeightsStore(StateStores.open("weights"));
    private final Learner learner = BareLearner.of(null);

    private Steering started() {
        return new Steering(new ControlLog(commands), Checkpoints.NONE, weights, 0);
    }

    /** Long before this process began. */
    private void command(String id, String kind) {
        String json = "{\"command\":\"" + kind + "\",\"time\":\"2001-01-01T00:00:00Z\"}";
        commands.put(id, json.getBytes(UTF_8));
    }

    @Test
    void aCommandGivenWhileNobodyRanIsTakenByThePartitionThatRanBefore() {
        assertThat(started().apply(learner)).isEmpty();
        command("1", "pause");

        Steering successor = started();

        assertThat(successor.apply(learner)).extracting(ControlEvent::command).containsExactly("pause");
        assertThat(successor.paused()).isTrue();
        assertThat(started().apply(learner)).as("once").isEmpty();
    }

    @Test
    void aNewPartitionTakesNoCommandFromBeforeButAPause() {
        command("1", "pause");
        command("2", "reset");

        Steering first = started();

        assertThat(first.paused()).isTrue();
        assertThat(first.apply(learner)).isEmpty();
    }
}
