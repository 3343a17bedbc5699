// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;

/**
 * Closes the application when the process is told to end, before the JVM begins to. ONNX Runtime frees itself in a shutdown
 * hook of its own, and hooks run side by side: a stream thread that was still scoring then crashed the process now and then.
 */
final class SignalStop {

    /** Added to the signal's number, as the JVM itself does. */
    private static final int EXIT = 128;

    private final AtomicInteger signal = new AtomicInteger();
    private final Thread closing;
    private final Thread hook;

    private SignalStop(Runnable close) {
        closing = new Thread(close, "perennial-stop");
        hook = new Thread(close, "perennial-hook");
    }

    /** The hook is for other ends, and for JVMs that leave signals to others (-Xrs). */
    static SignalStop of(Runnable close) {
        var stop = new SignalStop(close);
        Runtime.getRuntime().addShutdownHook(stop.hook);
        for (String name : List.of("TERM", "INT")) {
            try {
                Signal.handle(new Signal(name), stop::received);
            } catch (IllegalArgumentException e) {
                // Left to others: then the hook closes.
            }
        }
        return stop;
    }

    /**
     * Waits for the closing, if a signal began it.
     *
     * @return the exit status: 128 + the signal, 0 without one
     */
    int status() throws InterruptedException {
        if (signal.get() == 0) {
            return 0;
        }
        closing.join();
        return EXIT + signal.get();
    }

    private void received(Signal received) {
        if (signal.compareAndSet(0, received.getNumber())) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
                closing.start();
            } catch (IllegalStateException e) {
                // The JVM is ending already, and the hook with it.
            }
        }
    }
}
