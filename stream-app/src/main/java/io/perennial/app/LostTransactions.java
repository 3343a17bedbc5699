// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a stream thread that failed. A transaction that the cluster ended while it looked for another coordinator leaves the
 * producer in a state that Kafka Streams takes for fatal; nothing of it can be read, so a new thread with a new producer does
 * it again from what is committed. Any other failure ends the service, as do these where they come too often.
 */
final class LostTransactions implements StreamsUncaughtExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(LostTransactions.class);

    private static final Set<Class<? extends Throwable>> LOST = Set.of(
            InvalidTxnStateException.class,
            InvalidPidMappingException.class,
            TransactionAbortableException.class,
            TransactionAbortedException.class);

    /** Of a cluster that loses its brokers one after the other, but no endless circle of restarts. */
    private static final int MOST = 10;

    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final Consumer<Throwable> end;
    private final RateLimiter restarts = RateLimiter.of(
            "stream-threads",
            RateLimiterConfig.custom()
                    .limitForPeriod(MOST)
                    .limitRefreshPeriod(WITHIN)
                    .timeoutDuration(Duration.ZERO)
                    .build());

    /** @param end is told of a failure that ends the service */
    LostTransactions(Consumer<Throwable> end) {
        this.end = end;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable thrown) {
        if (isLost(thrown) && restarts.acquirePermission()) {
            log.warn("a transaction was ended by the cluster: a new thread does it again", thrown);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        end.accept(thrown);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static boolean isLost(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (LOST.contains(t.getClass())) {
                return true;
            }
        }
        return false;
    }
}
