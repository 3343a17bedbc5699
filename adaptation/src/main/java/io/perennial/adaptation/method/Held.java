// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import java.util.Locale;

/** Why a batch that was to be learned from left the weights as they were. */
public enum Held {
    /** The method never moves weights: it has none that learn, or learns statistics alone. */
    METHOD,
    /** There is not enough to learn from yet: a memory that fills, an update that comes every so many events. */
    WAITING,
    /** No event of the batch is one that the method trusts its own prediction of. */
    UNTRUSTED,
    /** The gradient was not finite. */
    NON_FINITE,
    /** The batch looks like nothing that the model has seen, and is kept away from it. */
    QUARANTINE,
    /** The stream is suspected to have a single class, on which the others would be unlearned. */
    SINGLE_CLASS,
    /** The guard is open. */
    GUARD;

    /** As it is published, such as {@code single-class}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
