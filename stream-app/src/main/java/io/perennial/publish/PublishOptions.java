// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import java.time.Duration;

/**
 * What leaves, and how it is judged.
 *
 * @param encoder of predictions
 * @param abstainBelow confidence under which a prediction is flagged as not to be relied on
 * @param abstainRisk share of wrong ones among the others that is aimed at; 1 for any
 * @param temperature that published probabilities are calibrated with
 * @param setLevel share of events whose prediction set is to hold the truth
 * @param setRate how fast sets and abstention follow labels
 * @param window events of a quality record
 * @param retention of predictions and labels that wait for each other
 */
public record PublishOptions(
        PredictionEncoder encoder,
        float abstainBelow,
        double abstainRisk,
        TemperatureChoice temperature,
        double setLevel,
        double setRate,
        int window,
        Duration retention) {}
