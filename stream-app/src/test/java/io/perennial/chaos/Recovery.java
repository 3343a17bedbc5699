// SPDX-License-Identifier: Apache-2.0
package io.perennial.chaos;

import java.util.Map;

/** What makes recovery quick: that clients are gone is noticed within seconds. */
final class Recovery {

    /** What a broker does not allow by default. */
    static final Map<String, String> BROKER = Map.of(
            "group.min.session.timeout.ms", "1000",
            // How often it looks for transactions whose producer has not ended them in time; 10 s by default.
            "transaction.abort.timed.out.transaction.cleanup.interval.ms", "200");

    /**
     * Weights are in memory, so a process that starts again has a new transactional id and cannot end the transaction that its
     * predecessor left open: it has to wait until the broker does.
     */
    static final String[] QUICK = {
        "kafka.transaction.timeout.ms", "3000", "kafka.session.timeout.ms", "3000", "kafka.heartbeat.interval.ms", "300"
    };

    private Recovery() {}
}
