// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

/**
 * The evidence at a moment, as exponential averages over recent events.
 *
 * @param adaptedClasses effective number of classes that the adapted model predicts
 * @param sourceClasses the same of the source
 * @param disagreement share of events that both see differently, in [0, 1]
 * @param excess of the disagreement over the doubts of both models, see {@link Agreement}
 * @param gain estimated accuracy of the adapted model less the source's
 * @param adaptedEntropy mean predictive entropy in nats
 * @param sourceEntropy the same of the source
 * @param adaptedOrder how much of the stream's order the adapted model's predictions keep, see {@link Persistence}
 * @param sourceOrder the same of the source
 * @param distance of the weights from the source, relative to the source's norm
 */
public record Figures(
        double adaptedClasses,
        double sourceClasses,
        double disagreement,
        double excess,
        double gain,
        double adaptedEntropy,
        double sourceEntropy,
        double adaptedOrder,
        double sourceOrder,
        double distance) {}
