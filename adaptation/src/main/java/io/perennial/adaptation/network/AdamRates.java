// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

/** Adam's constants (Kingma and Ba, 2015). */
public record AdamRates(float learningRate, float beta1, float beta2, float epsilon) {

    /** The usual betas 0.9 and 0.999, epsilon 1e-8. */
    public static AdamRates of(double learningRate) {
        return new AdamRates((float) learningRate, 0.9f, 0.999f, 1e-8f);
    }

    /** The same with another learning rate. */
    public AdamRates times(double factor) {
        return factor == 1 ? this : new AdamRates((float) (learningRate * factor), beta1, beta2, epsilon);
    }
}
