// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

/** A forward pass that can be differentiated once. */
public interface Recorded extends AutoCloseable {

    Logits logits();

    /**
     * Vector-Jacobian product: into := the gradient with respect to the parameters of a loss whose gradient with
     * respect to the logits [B, C] is given. May be called once; the parameters must still have their recorded values.
     */
    void pullback(Logits gradient, ParameterVector into);

    /** Frees the native memory; closing twice is allowed. */
    @Override
    void close();
}
