// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The one way in which a remote storage is called: again after a passing failure, each time after a longer pause with
 * some chance in it, until the time limit.
 */
final class RemoteCalls implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final String place;
    private final Function<Throwable, String> described;
    private final Duration limit;
    private final Retry retry;
    private final TimeLimiter timeLimiter;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "model-store");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param passing failures that another attempt may not meet
     * @param described a failure in a few words, without secrets
     */
    RemoteCalls(String place, Duration limit, Predicate<Throwable> passing, Function<Throwable, String> described) {
        this.place = place;
        this.limit = limit;
        this.described = described;
        retry = Retry.of(
                "model-store",
                RetryConfig.custom()
                        // The time limit is the end, not a number.
                        .maxAttempts(Integer.MAX_VALUE)
                        .intervalFunction(
                                IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE, 2, 0.5, LONGEST_PAUSE))
                        .retryOnException(passing)
                        .build());
        timeLimiter = TimeLimiter.of(TimeLimiterConfig.custom()
                .timeoutDuration(limit)
                .cancelRunningFuture(true)
                .build());
    }

    /**
     * @param what is done, for messages: {@code read blobs/00/...}
     * @throws IOException where it failed for good or not in time; then it may still have happened
     */
    <T> T call(String what, Callable<T> operation) throws IOException {
        AtomicReference<Throwable> last = new AtomicReference<>();
        AtomicBoolean ended = new AtomicBoolean();
        Callable<T> attempt = () -> {
            // An interrupt can get lost in an HTTP client; nobody may write long after the caller was told of failure.
            if (ended.get()) {
                throw new CancellationException(what + " took too long");
            }
            try {
                return operation.call();
            } catch (Exception e) {
                last.set(e);
                throw e;
            }
        };
        try {
            return timeLimiter.executeFutureSupplier(() -> threads.submit(Retry.decorateCallable(retry, attempt)));
        } catch (TimeoutException e) {
            Throwable cause = last.get() == null ? e : last.get();
            String failure = last.get() == null ? "none" : "none but " + described.apply(last.get());
            throw refused(what, "an answer within " + limit, failure, "see that the storage can be reached", cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(refused(what, "to be left to finish", "an interrupt", "do it again", e)
                    .getMessage());
        } catch (Exception e) {
            throw refused(what, "success", described.apply(e), "see that it is there and that access is granted", e);
        } finally {
            ended.set(true);
        }
    }

    private IOException refused(String what, String expected, String got, String remedy, Throwable cause) {
        return new IOException(
                what + " refused: expected " + expected + ", got " + got + " [" + place + "]; " + remedy, cause);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
