// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import java.util.List;
import java.util.stream.Stream;

/**
 * One line of the page over time, and which meters it is read from. A line whose meters do not exist stays away.
 *
 * @param key in the API
 * @param over the meter that a RATIO is relative to
 */
record Series(String key, How how, String meter, Tagged tagged, String over) {

    /** How a line is made of meters. */
    enum How {
        /** Growth of a counter in a second. */
        RATE,
        /** Growth of a counter relative to that of another. */
        RATIO,
        /** Mean of what a timer or a summary was told since the reading before. */
        AVERAGE,
        /** Sum of the gauges of all partitions. */
        SUM,
        MEAN,
        MAX,
        /** One less the gauge: errors of accuracies. */
        REST
    }

    static final Series EVENTS = of("events", How.RATE, "perennial.record.events");
    static final Series REFUSED = of("refused", How.RATE, "perennial.record.refused", "topic", "events");
    static final Series LAG = of("lag", How.SUM, "perennial.record.lag");
    static final Series ERROR_SOURCE = of("errorSource", How.MEAN, "perennial.publish.error", "model", "source");
    static final Series ERROR_ADAPTED = of("errorAdapted", How.MEAN, "perennial.publish.error", "model", "adapted");
    static final Series ESTIMATE_SOURCE =
            of("estimateSource", How.REST, "perennial.publish.accuracy.estimate", "model", "source");
    static final Series ESTIMATE_ADAPTED =
            of("estimateAdapted", How.REST, "perennial.publish.accuracy.estimate", "model", "adapted");
    static final Series RELIABLE =
            of("estimateReliable", How.MEAN, "perennial.publish.accuracy.reliable", "model", "adapted");

    /** Of the weights; no meter has it. */
    static final String STEP = "step";

    /** In the order of the rows of a {@link History}, which has {@link #STEP} as one more at its end. */
    static final List<Series> ALL = List.of(
            EVENTS,
            REFUSED,
            LAG,
            of("published", How.RATE, "perennial.publish.predictions"),
            of("latency", How.AVERAGE, "perennial.publish.latency"),
            of("steps", How.RATE, "perennial.adapt.steps"),
            ERROR_SOURCE,
            ERROR_ADAPTED,
            ESTIMATE_SOURCE,
            ESTIMATE_ADAPTED,
            of("marginSource", How.MEAN, "perennial.publish.accuracy.margin", "model", "source"),
            of("marginAdapted", How.MEAN, "perennial.publish.accuracy.margin", "model", "adapted"),
            RELIABLE,
            of("entropy", How.AVERAGE, "perennial.score.entropy"),
            new Series(
                    "disagreement",
                    How.RATIO,
                    "perennial.score.disagreement",
                    Tagged.ANY,
                    "perennial.publish.predictions"),
            new Series(
                    "abstained", How.RATIO, "perennial.publish.abstained", Tagged.ANY, "perennial.publish.predictions"),
            of("coverage", How.MEAN, "perennial.publish.coverage", "sets", "adaptive"),
            of("setSize", How.MEAN, "perennial.publish.set.size"),
            of("psi", How.MAX, "perennial.record.drift.psi"),
            of("inputDistance", How.MAX, "perennial.record.drift.distance"),
            of("divergence", How.MAX, "perennial.score.drift.divergence"),
            of("restored", How.MEAN, "perennial.adapt.restored.share"),
            of("distance", How.MEAN, "perennial.adapt.distance"),
            of("mahalanobis", How.MEAN, "perennial.adapt.mahalanobis"),
            of("guard", How.MAX, "perennial.adapt.guard.state"));

    /** With {@link #STEP}. */
    static final List<String> KEYS =
            Stream.concat(ALL.stream().map(Series::key), Stream.of(STEP)).toList();

    private static Series of(String key, How how, String meter) {
        return new Series(key, how, meter, Tagged.ANY, null);
    }

    private static Series of(String key, How how, String meter, String tag, String value) {
        return new Series(key, how, meter, new Tagged(tag, value), null);
    }
}
