// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

/** What the recording of any engine refuses. */
public abstract class OnceRecorded implements Recorded {

    private final Logits logits;
    private final int parameters;
    private boolean used;

    /** @param parameters how many there are, P */
    protected OnceRecorded(Logits logits, int parameters) {
        this.logits = logits;
        this.parameters = parameters;
    }

    @Override
    public final Logits logits() {
        return logits;
    }

    @Override
    public final void pullback(Logits gradient, ParameterVector into) {
        if (!isOpen() || used) {
            throw new IllegalStateException("pullback refused: expected an open recording not pulled back yet, got "
                    + (isOpen() ? "a second call" : "a closed one"));
        }
        if (gradient.values().length != logits.values().length) {
            throw new IllegalArgumentException("gradient refused: expected " + logits.values().length
                    + " values as the logits, got " + gradient.values().length);
        }
        if (into.size() != parameters) {
            throw new IllegalArgumentException(
                    "parameters refused: expected " + parameters + " values, got " + into.size());
        }
        used = true;
        differentiate(gradient, into);
    }

    protected abstract boolean isOpen();

    /** The pullback itself, called once while open, with a gradient of the logits' shape. */
    protected abstract void differentiate(Logits gradient, ParameterVector into);
}
