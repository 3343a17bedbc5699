// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import java.util.List;
import java.util.Optional;

/**
 * What the source is like on events of its own kind: what a stream is compared with.
 *
 * @param events that this was measured on
 * @param accuracy share of them that the source gets right, in [0, 1]; empty where their classes are not known
 * @param confidence mean probability that the source gives the class it predicts
 * @param temperature that the logits are divided by for probabilities as true as they say, above 0; 1 leaves them
 * @param classPrior share of each class among the events, [C]; of the predictions where classes are not known
 * @param predictedPrior mean probability of each class, [C]
 * @param spread how far the events lie apart
 * @param features of the events as they come, before they are standardised
 * @param nonconformity of labelled events that the model was not trained on; empty where there were none
 */
public record Reference(
        int events,
        Optional<Double> accuracy,
        double confidence,
        double temperature,
        List<Double> classPrior,
        List<Double> predictedPrior,
        Spread spread,
        List<Feature> features,
        Optional<Nonconformity> nonconformity) {

    /** Most quantiles of a feature, and most scores. */
    public static final int MOST_QUANTILES = 1024;

    /** Where no labelled events were held out. */
    public Reference(
            int events,
            Optional<Double> accuracy,
            double confidence,
            double temperature,
            List<Double> classPrior,
            List<Double> predictedPrior,
            Spread spread,
            List<Feature> features) {
        this(events, accuracy, confidence, temperature, classPrior, predictedPrior, spread, features, Optional.empty());
    }

    public Reference {
        classPrior = List.copyOf(classPrior);
        predictedPrior = List.copyOf(predictedPrior);
        features = List.copyOf(features);
    }

    /**
     * How far events of the source lie apart in what the model makes of them, all of them and those of one class alone. By it a
     * stream of one class is told from one that has changed.
     *
     * @param logits variance of the logits, each row less its mean, summed over the classes
     * @param within share of it that is left within a class
     * @param diversity of the predicted classes, 0 for one of them, 1 for all alike
     * @param alone variance that a batch of one class brings into the last normalisation layer, 1 being the source's
     * @param together the same of a batch of all classes
     * @param entering smallest variance that a batch of one class brings into the first normalisation layer, 1 being the
     *     source's; 0 for rows of features
     */
    public record Spread(
            double logits, double within, double diversity, double alone, double together, double entering) {}

    /**
     * How little the model, at the temperature, thinks of the true class: 1 less its probability. Prediction sets are made of it.
     *
     * @param events that it was measured on
     * @param scores ascending, in [0, 1]: all of them or, of more than {@link #MOST_QUANTILES}, so many evenly spaced ones
     *     from the smallest to the largest
     */
    public record Nonconformity(int events, List<Float> scores) {
        public Nonconformity {
            scores = List.copyOf(scores);
        }
    }

    /**
     * The distribution of one feature.
     *
     * @param name of the column, or its number; of an image, what of which channel
     * @param mean over the events
     * @param deviation biased standard deviation
     * @param quantiles ascending, evenly spaced from the smallest value to the largest, 2 or more
     */
    public record Feature(String name, double mean, double deviation, List<Float> quantiles) {
        public Feature {
            quantiles = List.copyOf(quantiles);
        }
    }
}
