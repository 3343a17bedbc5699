// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

import io.perennial.adaptation.uncertainty.Probabilities;

/**
 * What predictions say of their own accuracy, no label needed: the mean of calibrated confidences. A source that is lost is
 * sure of itself all the same, so what it is worth is asked of the adapted model: its mean probability for the source's class.
 */
public final class EstimateSums implements Sums<EstimateSums> {

    private static final int SPAN = 8;

    private final Span span = new Span();
    private long events;
    private double confidence;
    private double variance;
    private long compared;
    private long contested;
    private double sourceConfidence;
    private double sourceExpected;
    private double sourceVariance;

    /**
     * One event; one whose probabilities are not finite is left out.
     *
     * @param published [B, C], calibrated
     * @param source [B, C], calibrated; null where it was not asked
     * @param time of the event, milliseconds since the epoch
     * @param step of the weights
     */
    public void add(Probabilities published, Probabilities source, int event, long time, long step) {
        int label = published.label(event);
        double sure = published.at(event, label);
        if (!Double.isFinite(sure)) {
            return;
        }
        span.add(time, step);
        events++;
        confidence += sure;
        variance += sure * (1 - sure);
        if (source == null || !Float.isFinite(source.confidence(event))) {
            return;
        }
        int other = source.label(event);
        double expected = published.at(event, other);
        compared++;
        contested += other == label ? 0 : 1;
        sourceConfidence += source.at(event, other);
        sourceExpected += expected;
        sourceVariance += expected * (1 - expected);
    }

    @Override
    public void add(EstimateSums other) {
        span.add(other.span);
        events += other.events;
        confidence += other.confidence;
        variance += other.variance;
        compared += other.compared;
        contested += other.contested;
        sourceConfidence += other.sourceConfidence;
        sourceExpected += other.sourceExpected;
        sourceVariance += other.sourceVariance;
    }

    /** How many were counted. */
    public long events() {
        return events;
    }

    /** When it was. */
    public Span span() {
        return span;
    }

    double adapted() {
        return confidence / events;
    }

    /** Standard error of the mean, from the events' own doubts. */
    double adaptedError() {
        return Math.sqrt(variance) / events;
    }

    double source() {
        return sourceExpected / compared;
    }

    double sourceError() {
        return Math.sqrt(sourceVariance) / compared;
    }

    double sourceConfidence() {
        return sourceConfidence / compared;
    }

    /** Share of the events that both see differently; NaN where no source was asked. */
    double disagreement() {
        return (double) contested / compared;
    }

    @Override
    public double[] save() {
        double[] state = new double[SPAN + Span.LENGTH];
        double[] sums = {
            events, confidence, variance, compared, contested, sourceConfidence, sourceExpected, sourceVariance
        };
        System.arraycopy(sums, 0, state, 0, SPAN);
        span.save(state, SPAN);
        return state;
    }

    @Override
    public void load(double... state) {
        events = (long) state[0];
        confidence = state[1];
        variance = state[2];
        compared = (long) state[3];
        contested = (long) state[4];
        sourceConfidence = state[5];
        sourceExpected = state[6];
        sourceVariance = state[7];
        span.load(state, SPAN);
    }
}
