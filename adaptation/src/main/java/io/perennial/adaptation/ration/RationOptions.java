// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.ration;

import java.time.Duration;

/**
 * When adaptation is rationed.
 *
 * @param lateness of predictions from which nothing is learned; from half of it on less is
 * @param longestBatch work on one batch beyond which the next ones get less, however late they are
 */
public record RationOptions(Duration lateness, Duration longestBatch) {

    public RationOptions {
        if (lateness.toNanos() <= 0 || longestBatch.toNanos() <= 0) {
            throw new IllegalArgumentException(
                    "ration refused: expected times above 0, got " + lateness + " and " + longestBatch);
        }
    }
}
