// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.ration;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;

/**
 * Which batches are learned from: a rate limiter whose clock counts batches, one nanosecond each, so that batches of any
 * duration are treated alike and the same batches give the same answer.
 */
final class EveryNth {

    private final RateLimiter limiter;
    private long batches;

    /** @param every of how many one is let through, at least 1 */
    EveryNth(int every) {
        limiter = RateLimiter.of(
                "ration",
                RateLimiterConfig.custom()
                        .limitForPeriod(1)
                        .limitRefreshPeriod(Duration.ofNanos(every))
                        .timeoutDuration(Duration.ZERO)
                        .build(),
                () -> batches);
    }

    /** Whether the next batch is let through. */
    boolean next() {
        boolean permitted = limiter.acquirePermission();
        batches++;
        return permitted;
    }
}
