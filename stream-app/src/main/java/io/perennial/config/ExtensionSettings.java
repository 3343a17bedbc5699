// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.WithDefault;

/**
 * What may be added to the PETAL variants from related papers; docs/reference/methods.md says what each does to a
 * stream. With the defaults nothing is added. Keys of {@code adapt}, in an interface of their own for the reader.
 */
public interface ExtensionSettings {

    /** Where the teacher looks before it follows. */
    enum Lookahead {
        NONE,
        DEPTH,
        WIDTH
    }

    /** Whom the teacher is compared with. */
    enum DivergenceFrom {
        STUDENT,
        ANCHOR
    }

    /** How the learning rate changes with the steps. */
    enum Schedule {
        CONSTANT,
        INFINITE
    }

    /** Who decides whether views are averaged. */
    enum Gate {
        BATCH,
        EVENT
    }

    /** What is averaged over views. */
    enum ViewAverage {
        LOGITS,
        PROBABILITIES
    }

    /** Which events views are made of. */
    enum ViewEvents {
        BATCH,
        UNSURE
    }

    /** What views are normalised by. */
    enum ViewStatistics {
        OWN,
        FIRST
    }

    /** What a quantile is taken of. */
    enum RestoreScope {
        GLOBAL,
        TENSOR
    }

    @Doc(
            "Student that the teacher follows: the student itself (`none`), one that went virtual steps further on the same"
                    + " batch (`depth`), or the mean of several that each went one on a view of it (`width`).")
    @WithDefault("none")
    Lookahead lookahead();

    @Doc("Virtual steps at each step (lookahead: depth or width).")
    @Range(min = 1, max = 64)
    @WithDefault("2")
    int lookaheadSteps();

    @Doc("Models that learn at different rates and predict together, weighted by how stable they make the prediction"
            + " across views; 1 for none of that. Each costs another pass of everything and 4 floats per parameter.")
    @Range(min = 1, max = 16)
    @WithDefault("1")
    int experts();

    @Doc("Ratio between the learning rates of one expert and the next; they lie around the configured one.")
    @Range(min = 1, max = 100)
    @WithDefault("3")
    double expertsSpread();

    @Doc(
            "Whether views are added one by one until the averaged prediction has settled, at most `adapt.views`: each event's"
                    + " for itself with petal-* where statistics do not depend on the batch, else of all but one in 20. Events that have not"
                    + " settled then are marked as abstained.")
    @WithDefault("false")
    boolean viewsAdaptive();

    @Doc("Change of a probability with one more view below which an event has settled (views-adaptive: true).")
    @Range(min = 1e-6, max = 1)
    @WithDefault("0.02")
    double viewsTolerance();

    @Doc("Jensen-Shannon divergence in nats above which an event's pseudo-label does not count; 0 for no gate.")
    @Range(min = 0, max = 0.6931471805599453)
    @WithDefault("0")
    double divergenceGate();

    @Doc("Whom the teacher is compared with for that: its student or the source.")
    @WithDefault("student")
    DivergenceFrom divergenceFrom();

    @Doc("Weight of the cross-entropy with labels that came late; 0 for none. In `evaluate` only, see there"
            + " `--cue-delay`.")
    @Range(min = 0, max = 1000)
    @WithDefault("0")
    double labelWeight();

    @Doc("Steps after which a late label counts half.")
    @Range(min = 1e-3, max = 1e9)
    @WithDefault("100")
    double labelHalfLife();

    @Doc("Learning rate over the steps: always the same, or rising, falling, and staying at a floor for ever.")
    @WithDefault("constant")
    Schedule schedule();

    @Doc("Steps in which the learning rate rises from 0 (schedule: infinite).")
    @Range(min = 0, max = 1e9)
    @WithDefault("20")
    int scheduleWarmup();

    @Doc("Steps in which it then falls to the floor (schedule: infinite).")
    @Range(min = 0, max = 1e9)
    @WithDefault("500")
    int scheduleDecay();

    @Doc("Share of the learning rate that stays (schedule: infinite).")
    @Range(min = 0, max = 1)
    @WithDefault("0.1")
    double scheduleFloor();

    @Doc("Whether the schedule starts again, from the floor, where the source's confidence changes for good (schedule:"
            + " infinite).")
    @WithDefault("false")
    boolean scheduleRewarm();

    @Doc(
            "Who asks for views: the mean confidence in the batch for all its events, or the confidence in each event for itself."
                    + " It is the source's, or with perennial that of its experts together.")
    @WithDefault("batch")
    Gate gate();

    @Doc("What is averaged over views.")
    @WithDefault("logits")
    ViewAverage viewAverage();

    @Doc(
            "Events that views are made of where each asks for itself (gate: event) and statistics are those of the batch"
                    + " (statistics: batch or mix, and perennial's window): all of the batch, as published, or only those that ask, if they are 32 or more, which"
                    + " then have statistics of their own. Where statistics do not depend on the batch it is always only those.")
    @WithDefault("batch")
    ViewEvents viewEvents();

    @Doc(
            "What views are normalised by with petal-* where statistics are those of the batch (statistics: batch): each by its own,"
                    + " as published, or all from the fifth on by the mean of the first four views', which then takes no pass"
                    + " over the batch, and lets an event leave once it has settled (views-adaptive: true).")
    @WithDefault("own")
    ViewStatistics viewStatistics();

    @Doc("Whether the optimiser forgets what it knows of weights that return to the source.")
    @WithDefault("false")
    boolean clearMoments();

    @Doc("Whether the restored quantile is of all parameters together, or of each tensor by itself (method: petal-fim,"
            + " restore-rule: exact).")
    @WithDefault("global")
    RestoreScope restoreScope();
}
