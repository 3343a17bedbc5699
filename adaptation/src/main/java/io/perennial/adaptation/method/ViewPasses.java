// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network;

/** How many views are made and looked at together: many of small batches, which an engine may join into one pass. */
final class ViewPasses {

    /** Values of all that are made at a time, 2 MiB. */
    private static final int MOST = 1 << 19;

    private ViewPasses() {}

    /**
     * At least one.
     *
     * @param batch that views are made of
     * @param left views that may still be looked at
     * @param mayEnd whether each view decides if another is needed
     */
    static int atATime(Network network, Batch batch, int left, boolean mayEnd) {
        if (mayEnd) {
            return 1;
        }
        int fit = MOST / Math.max(1, batch.values().length);
        return Math.min(left, Math.max(network.threads(), fit));
    }
}
