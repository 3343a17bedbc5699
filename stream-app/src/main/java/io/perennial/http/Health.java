// SPDX-License-Identifier: Apache-2.0
package io.perennial.http;

import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * What probes ask for.
 *
 * @param state of Kafka Streams
 * @param started whether it has been ready once; restoring large state may take minutes before
 * @param restoring records of changelogs that are still to be read
 */
public record Health(State state, boolean started, long restoring) {

    private static final Set<State> LIVE =
            EnumSet.of(State.CREATED, State.REBALANCING, State.RUNNING, State.PENDING_SHUTDOWN);

    /**
     * Whether Kafka Streams works, or comes to work without help: a process that does neither should be started again. One
     * that waits for its broker or restores is live, since starting it again would only begin that anew.
     */
    boolean live() {
        return LIVE.contains(state);
    }

    /** Whether events are scored; also where this instance has no partition at the moment. */
    boolean ready() {
        return state == State.RUNNING;
    }
}
