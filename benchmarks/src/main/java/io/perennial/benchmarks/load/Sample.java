// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.load;

import java.util.Locale;

/**
 * What was seen at one moment.
 *
 * @param seconds since the load began
 * @param sent events
 * @param answered events whose predictions left
 * @param steps batches that were learned from
 * @param lag events, by the broker's offsets; NaN while unknown
 * @param level of the ration, 0 for all of the adaptation
 * @param poll longest time between two polls of a consumer in the last minute, in milliseconds
 */
record Sample(double seconds, long sent, double answered, double steps, double lag, double level, double poll) {

    static final String HEADING =
            "| s | events/s sent | answered | steps/s | lag, events | lag, s | level | longest poll, ms |\n"
                    + "|---|---|---|---|---|---|---|---|";

    static Sample of(double seconds, long sent, Meters.Reading now) {
        return new Sample(
                seconds,
                sent,
                now.count("perennial_publish_predictions_events_total"),
                now.count("perennial_adapt_steps_total"),
                now.most("perennial_record_lag_events"),
                now.most("perennial_adapt_ration"),
                now.most("kafka_consumer_time_between_poll_max"));
    }

    /**
     * A line of the table, of what happened since the sample before.
     *
     * @param load events a second under load, by which a lag is a time: what waits was sent at this rate
     */
    String row(Sample before, double load) {
        double time = seconds - before.seconds;
        return String.format(
                Locale.ROOT,
                "| %.0f | %.0f | %.0f | %.1f | %.0f | %.1f | %.0f | %.0f |",
                seconds,
                (sent - before.sent) / time,
                (answered - before.answered) / time,
                (steps - before.steps) / time,
                lag,
                lag / load,
                level,
                poll);
    }
}
