// SPDX-License-Identifier: Apache-2.0
package io.perennial.broker;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the broker's wish to end the JVM into a fault that its owner is told of.
 *
 * <p>On a fatal fault Kafka's server calls {@code Runtime.halt}: no shutdown hook, no message on the console. Where the
 * broker shares its JVM with an application that is not acceptable. The procedure is one per JVM, so while brokers are
 * open here every one of them learns of a fault, whichever of them met it.
 */
final class FaultGuard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FaultGuard.class);
    private static final Set<FaultGuard> OPEN = new HashSet<>();

    private final CompletableFuture<String> fault = new CompletableFuture<>();

    private FaultGuard() {}

    static FaultGuard open() {
        var guard = new FaultGuard();
        synchronized (OPEN) {
            if (OPEN.isEmpty()) {
                Exit.setExitProcedure((status, message) -> refuse("exit", status, message));
                Exit.setHaltProcedure((status, message) -> refuse("halt", status, message));
            }
            OPEN.add(guard);
        }
        return guard;
    }

    /** Completes with the reason when the broker asks for the JVM to end; never fails. */
    CompletableFuture<String> fault() {
        return fault;
    }

    @Override
    public void close() {
        synchronized (OPEN) {
            if (OPEN.remove(this) && OPEN.isEmpty()) {
                Exit.resetExitProcedure();
                Exit.resetHaltProcedure();
            }
        }
    }

    private static void refuse(String wish, int status, String message) {
        String reason = "embedded broker failed: expected it to run until closed, got " + wish + "(" + status + ")"
                + (message == null ? "" : ": " + message) + "; see the broker's last log lines";
        LOG.error(reason);
        Set<FaultGuard> told;
        synchronized (OPEN) {
            told = Set.copyOf(OPEN);
        }
        told.forEach(guard -> guard.fault.complete(reason));
        // Kafka's callers expect not to come back.
        throw new IllegalStateException(reason);
    }
}
