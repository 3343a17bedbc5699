// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What one method did to one stream under one seed. The names of the components are those of the JSON; errors are
 * fractions in [0, 1]. What needs labels is null where there are none, and the last three are null where there are.
 *
 * @param brier sum over classes, mean over events
 * @param nll mean over events, in nats
 * @param ece of 15 bins
 * @param steps that moved the weights
 * @param restoredShare mean over those steps of the share of parameters that went back to the source
 * @param guardActions how often the guard opened: it stopped the adaptation and undid what was not healthy
 * @param eventsPerSecond of scoring and learning, without reading the stream
 * @param peakMegabytes largest resident memory of the process while it ran
 * @param segments by domain, in the order of their first event
 * @param visits each visit of a recurring stream; null otherwise
 * @param meanConfidence of the predictions
 * @param meanEntropy of the predictions, in nats
 * @param sourceDisagreement share of events whose predicted class is not the source's
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Run(
        String method,
        long seed,
        int batch,
        String order,
        Double error,
        Double brier,
        Double nll,
        Double ece,
        Double worstSegmentError,
        Double lastTenthError,
        int events,
        long steps,
        double restoredShare,
        long guardActions,
        double eventsPerSecond,
        double peakMegabytes,
        List<Segment> segments,
        List<Visit> visits,
        Double meanConfidence,
        Double meanEntropy,
        Double sourceDisagreement) {

    /**
     * One domain.
     *
     * @param error null where no class is known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Segment(String name, int events, Double error) {}

    /** One visit of a recurring stream, 1 for the first. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Visit(int visit, int events, Double error) {}
}
