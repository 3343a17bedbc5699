// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.WithDefault;

/**
 * How the model learns. The defaults are the published ones of PETAL for CIFAR-10-C (Brahma and Rai, CVPR 2023), but
 * for the normalisation statistics and the number of views. A bundle may bring its own.
 */
public interface AdaptSettings extends ExtensionSettings, PerennialSettings {

    /**
     * PETAL with Fisher restore, PETAL with stochastic restore, the methods that it is compared with under their
     * published hyper-parameters, normalisation statistics alone, or nothing.
     */
    enum Method {
        PERENNIAL,
        PETAL_FIM,
        PETAL_SRES,
        COTTA,
        ROTTA,
        ROID,
        EATA,
        SAR,
        TENT,
        LAME,
        NORM,
        FROZEN
    }

    /** Whose mean and variance the normalisation layers use. */
    enum Statistics {
        BATCH,
        SOURCE,
        MIX,
        EMA
    }

    /** The student's optimiser. */
    enum Optimizer {
        ADAM,
        SGD
    }

    /** Teacher to student, or the mean of both directions. */
    enum Loss {
        CROSS_ENTROPY,
        SYMMETRIC
    }

    /** What an augmented view may change. */
    enum ViewKind {
        AUTO,
        IMAGE,
        TABULAR
    }

    /** Whether the frozen source stands beside the method and steps in. */
    enum Guard {
        AUTO,
        ON,
        OFF
    }

    /** Exactly the smallest entries, or strictly below the quantile as in the authors' code. */
    enum RestoreRule {
        EXACT,
        THRESHOLD
    }

    @Doc("Whether the student learns. Where it does not, events are scored with the weights there are.")
    @WithDefault("true")
    boolean enabled();

    @Doc(
            "Method of adaptation; `perennial` is made for streams as they come. The keys below tune it and the PETAL variants;"
                    + " the others run as published, on the statistics chosen here (cotta, roid, eata, sar and tent are published with"
                    + " statistics: batch). `perennial` has statistics of its own, see `adapt.paces`.")
    @WithDefault("perennial")
    Method method();

    @Doc(
            "Whether a guard watches over the method: where label-free evidence is against it, the source's predictions are"
                    + " published and learning pauses. `auto` is on for the method `perennial` and off for all others, which run"
                    + " as published.")
    @WithDefault("auto")
    Guard guard();

    @Doc("Parameters that learn: `all`, `norm` (scale and shift of normalisation layers), or a regular expression"
            + " that is found in their names. With `all`, methods that are defined on normalisation layers (rotta, roid,"
            + " eata, sar, tent) take those, and perennial takes them where there are any.")
    @WithDefault("all")
    String parameters();

    @Doc("Statistics of the normalisation layers: of the batch at hand, of the source, a mixture, or a moving average"
            + " of the stream.")
    @WithDefault("ema")
    Statistics statistics();

    @Doc("Share of a full batch in the moving average; smaller batches count by their part (statistics: ema).")
    @Range(min = 0, max = 1)
    @WithDefault("0.05")
    double statisticsMomentum();

    @Doc("Share of the batch in the mixture (statistics: mix).")
    @Range(min = 0, max = 1)
    @WithDefault("0.5")
    double mixShare();

    @Doc("Learning rate of the student.")
    @Range(min = 0, max = 10)
    @WithDefault("1e-3")
    double learningRate();

    @Doc("Optimiser of the student.")
    @WithDefault("adam")
    Optimizer optimizer();

    @Doc("Share of the teacher that stays at each step.")
    @Range(min = 0, max = 1)
    @WithDefault("0.999")
    double teacherMomentum();

    @Doc("Confidence of the source below which the teacher averages over views.")
    @Range(min = 0, max = 1)
    @WithDefault("0.92")
    double anchorThreshold();

    @Doc(
            "Views that the teacher averages over; 0 for none. Those of perennial hardly change an image, and it averages none of"
                    + " a table.")
    @Range(min = 0, max = 256)
    @WithDefault("16")
    int views();

    @Doc("Kind of the views; `auto` takes it from the shape of the input.")
    @WithDefault("auto")
    ViewKind viewKind();

    @Doc("Strength of the views' transforms: 1 for what suits the shape of the input (as published for images of three"
            + " channels, half of that and no flips for one channel, noise of 0.1 for tables), 0 for none.")
    @Range(min = 0, max = 1)
    @WithDefault("1")
    double viewStrength();

    @Doc("Share of the parameters, those with the least Fisher information, that return to the source at each step"
            + " (method: petal-fim).")
    @Range(min = 0, max = 1)
    @WithDefault("0.03")
    double restoreQuantile();

    @Doc("Probability of each parameter to return to the source at each step (method: petal-sres).")
    @Range(min = 0, max = 1)
    @WithDefault("0.01")
    double restoreProbability();

    @Doc("Which entries a quantile restores: exactly the smallest, or those strictly below it as in the authors' code.")
    @WithDefault("exact")
    RestoreRule restoreRule();

    @Doc("Weight of the source posterior in the loss; 0 for none.")
    @Range(min = 0, max = 1)
    @WithDefault("1e-9")
    double priorWeight();

    @Doc("Added to the posterior's variances.")
    @Range(min = 1e-30, max = 1)
    @WithDefault("1e-6")
    double priorDamping();

    @Doc("Loss between teacher and student.")
    @WithDefault("cross-entropy")
    Loss loss();

    CheckpointSettings checkpoint();

    DriftSettings drift();

    RationSettings ration();

    @Doc("Seed of views and of stochastic restore, together with partition and step.")
    @WithDefault("1")
    long seed();
}
