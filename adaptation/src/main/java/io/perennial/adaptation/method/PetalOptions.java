// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

/**
 * PETAL's hyper-parameters, named as in petal's paper (Brahma and Rai, CVPR 2023).
 *
 * @param learningRate of the optimiser
 * @param adam whether the optimiser is Adam; otherwise SGD with Nesterov momentum 0.9
 * @param teacherMomentum m: theta' = m theta' + (1 - m) theta
 * @param anchorThreshold tau: views are averaged where the anchor's mean confidence is below it
 * @param views K
 * @param priorWeight lambda of the posterior's pull; 0 for none
 * @param priorDamping added to the posterior's variance
 * @param symmetric whether the loss is the mean of both directions of the cross-entropy
 * @param restore which parameters go back to the source after a step
 * @param extensions what is added to it from other papers
 */
public record PetalOptions(
        double learningRate,
        boolean adam,
        double teacherMomentum,
        double anchorThreshold,
        int views,
        double priorWeight,
        double priorDamping,
        boolean symmetric,
        Restore restore,
        Extensions extensions) {

    /** PETAL as published, without extensions. */
    public PetalOptions(
            double learningRate,
            boolean adam,
            double teacherMomentum,
            double anchorThreshold,
            int views,
            double priorWeight,
            double priorDamping,
            boolean symmetric,
            Restore restore) {
        this(
                learningRate,
                adam,
                teacherMomentum,
                anchorThreshold,
                views,
                priorWeight,
                priorDamping,
                symmetric,
                restore,
                Extensions.NONE);
    }

    /** As the authors ran CIFAR-10-C, except that exactly the given share is restored. */
    public static PetalOptions cifar10() {
        return new PetalOptions(1e-3, true, 0.999, 0.92, 32, 1e-9, 1e-6, false, new Restore.Fisher(0.03));
    }

    /** The same with the restore of PETAL-SRes and CoTTA as the authors ran it. */
    PetalOptions stochastic() {
        return copy(learningRate, new Restore.Stochastic(0.01), extensions);
    }

    /** The same with other extensions. */
    public PetalOptions with(Extensions others) {
        return copy(learningRate, restore, others);
    }

    /** The same at another learning rate. */
    PetalOptions at(double rate) {
        return copy(rate, restore, extensions);
    }

    private PetalOptions copy(double rate, Restore which, Extensions others) {
        return new PetalOptions(
                rate,
                adam,
                teacherMomentum,
                anchorThreshold,
                views,
                priorWeight,
                priorDamping,
                symmetric,
                which,
                others);
    }

    SelfTraining loss() {
        return symmetric ? SelfTraining.SYMMETRIC : SelfTraining.CROSS_ENTROPY;
    }

    Optimiser optimiser(io.perennial.adaptation.network.Network network) {
        return adam ? new Optimiser.Adam(network, learningRate) : new Optimiser.Sgd(network, learningRate);
    }
}
