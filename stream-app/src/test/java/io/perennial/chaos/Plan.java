// SPDX-License-Identifier: Apache-2.0
package io.perennial.chaos;

import java.nio.file.Path;
import java.util.List;

/**
 * What a trial is like.
 *
 * @param fault for the table
 * @param application its id, which no other trial on the brokers may have
 * @param brokers where load, follower and verifier connect
 * @param connection where the service connects
 * @param events after which the load ends by itself
 * @param settings of the service, as key, value, key, value
 */
record Plan(
        String fault,
        String application,
        String brokers,
        String connection,
        Path directory,
        int partitions,
        double eventsPerSecond,
        long events,
        List<String> settings) {

    static final double EVENTS_PER_SECOND = 100;
    private static final int PARTITIONS = 2;

    static Plan of(String fault, String application, String brokers, Path directory) {
        return new Plan(
                fault,
                application,
                brokers,
                brokers,
                directory,
                PARTITIONS,
                EVENTS_PER_SECOND,
                Long.MAX_VALUE,
                List.of());
    }

    Plan through(String other) {
        return new Plan(fault, application, brokers, other, directory, partitions, eventsPerSecond, events, settings);
    }

    /** One partition, for the producer chooses where an event without a key goes. */
    Plan inOnePartition() {
        return new Plan(fault, application, brokers, connection, directory, 1, eventsPerSecond, events, settings);
    }

    Plan at(double rate, long most) {
        return new Plan(fault, application, brokers, connection, directory, partitions, rate, most, settings);
    }

    Plan with(String... more) {
        return new Plan(
                fault, application, brokers, connection, directory, partitions, eventsPerSecond, events, List.of(more));
    }
}
