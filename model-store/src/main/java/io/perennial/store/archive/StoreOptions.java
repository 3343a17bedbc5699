// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * How a store is opened.
 *
 * @param clock gives the versions' created time and measures how long a publication takes
 * @param grace how long a part without a version is left alone. Everybody who publishes to one storage must use the
 *     same: a publication may take a quarter of it, and a part older than half of it is written again before a version
 *     refers to it. At least 8 time limits
 * @param timeLimit of one operation on the storage, its retries included; of waiting for a collection too
 * @param endpoint of an S3 service that is not Amazon's, such as {@code http://127.0.0.1:9000}; without user and password
 * @param region of S3; where it is empty, the usual AWS chain, or us-east-1 at an endpoint of one's own
 * @param pathStyle whether the bucket is in the path of the S3 address, as most services but Amazon's need it, and not
 *     in the host's name
 */
public record StoreOptions(
        Clock clock,
        Duration grace,
        Duration timeLimit,
        Optional<URI> endpoint,
        Optional<String> region,
        boolean pathStyle) {

    /** What a part's deletion may take beside everything else that happens within the grace. */
    private static final int LIMITS_PER_GRACE = 8;

    public StoreOptions {
        if (timeLimit.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "time limit refused: expected a millisecond or more, got " + timeLimit + "; set a longer one");
        }
        if (grace.compareTo(timeLimit.multipliedBy(LIMITS_PER_GRACE)) < 0) {
            throw new IllegalArgumentException("grace refused: expected at least " + LIMITS_PER_GRACE
                    + " time limits of " + timeLimit + ", got " + grace + "; set a longer one");
        }
        endpoint.ifPresent(StoreOptions::check);
    }

    /** The system's clock, a grace of a day, a time limit of a minute, Amazon's S3. */
    public static StoreOptions defaults() {
        return new StoreOptions(
                Clock.systemUTC(),
                Duration.ofDays(1),
                Duration.ofMinutes(1),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    public StoreOptions clock(Clock to) {
        return new StoreOptions(to, grace, timeLimit, endpoint, region, pathStyle);
    }

    /** Both at once, since one bounds the other. */
    public StoreOptions limits(Duration toGrace, Duration toTimeLimit) {
        return new StoreOptions(clock, toGrace, toTimeLimit, endpoint, region, pathStyle);
    }

    public StoreOptions endpoint(URI to) {
        return new StoreOptions(clock, grace, timeLimit, Optional.of(to), region, pathStyle);
    }

    public StoreOptions region(String to) {
        return new StoreOptions(clock, grace, timeLimit, endpoint, Optional.of(to), pathStyle);
    }

    public StoreOptions pathStyle(boolean to) {
        return new StoreOptions(clock, grace, timeLimit, endpoint, region, to);
    }

    private static void check(URI endpoint) {
        boolean web = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        // The address goes into messages, so it must hold no password, nor is it echoed here.
        if (!web || endpoint.getHost() == null || endpoint.getUserInfo() != null) {
            throw new IllegalArgumentException("endpoint refused: expected http:// or https:// and a host without user"
                    + " or password, got something else; give credentials in the environment, as to any AWS client");
        }
    }
}
