// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import io.perennial.adaptation.ration.RationLevel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * What the page's sentence is made of. Figures that are not known are NaN.
 *
 * @param learns whether the configuration lets the model learn
 * @param partitions that have had a batch
 * @param paused how many of them do not learn, though they may
 * @param held how many of them do not learn since their input looks broken
 * @param ration how far adaptation is rationed where it is most
 * @param guards that are not closed
 * @param watched whether anything looks for drift
 * @param drifting drift that lasts, the worst first
 * @param eventsPerSecond valid ones
 * @param refusedPerSecond dead letters
 * @param refusal the reason of the newest dead letter
 * @param lag events that wait
 * @param lastBatch when the newest prediction left
 * @param quality of both models
 */
record Situation(
        State state,
        Instant now,
        boolean learns,
        int partitions,
        int paused,
        int held,
        RationLevel ration,
        List<Guard> guards,
        boolean watched,
        List<Drift> drifting,
        double eventsPerSecond,
        double refusedPerSecond,
        Optional<String> refusal,
        double lag,
        Optional<Instant> lastBatch,
        Quality quality) {

    /**
     * A guard that is not closed.
     *
     * @param open else half-open
     * @param reason of its last change of state; empty where that was before this process
     * @param since of that change
     */
    record Guard(int partition, boolean open, String reason, Optional<Instant> since) {}

    /**
     * Drift that lasts.
     *
     * @param kind as on the drift topic
     * @param subject what moved most; empty where that is not known
     * @param since as the detector says, ISO-8601 or in words of its own; empty where that was before this process
     */
    record Drift(String kind, Severity severity, String subject, String since) {}

    /**
     * Shares of wrong predictions: counted by labels where they come, else estimated.
     *
     * @param reliable whether the estimate says so of itself; true of counted errors
     */
    record Quality(double source, double adapted, boolean counted, boolean reliable) {

        static final Quality UNKNOWN = new Quality(Double.NaN, Double.NaN, false, false);
    }
}
