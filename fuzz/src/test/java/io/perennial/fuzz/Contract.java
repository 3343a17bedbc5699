// SPDX-License-Identifier: Apache-2.0
package io.perennial.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a reader owes for any bytes: it reads them or refuses them in words, within a second, and without taking more memory
 * than their number explains. Time is that of the thread on a processor: other work on the machine is no finding. What exceeds
 * a bound is measured again and again, so that what classes do when they are loaded, instrumented or first used does not count.
 *
 * @param refusal what it throws, of this very class or one below
 * @param words in the refusal's message
 * @param constant bytes that it may allocate for any input
 * @param perByte bytes that it may allocate beside them for each byte of the input
 */
public record Contract(Class<? extends Exception> refusal, String words, long constant, long perByte) {

    /** No refusal quotes more of its input than this. */
    private static final int LONGEST_MESSAGE = 4_000;

    private static final int MOST_AGAIN = 5;

    private static final long MOST_NANOS = 1_000_000_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** @throws AssertionError where it does not hold, and whatever else the reader throws that is no refusal */
    void check(Target target, byte[] input) {
        String excess = excess(target, input);
        for (int again = 0; excess != null && again < MOST_AGAIN; again++) {
            excess = excess(target, input);
        }
        if (excess != null) {
            throw new AssertionError(
                    target.getClass().getSimpleName() + ": " + excess + " for " + input.length + " bytes");
        }
    }

    private String excess(Target target, byte[] input) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long begun = THREADS.getCurrentThreadCpuTime();
        readOrRefuse(target, input);
        long nanos = THREADS.getCurrentThreadCpuTime() - begun;
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        long most = constant + perByte * input.length;
        if (nanos > MOST_NANOS) {
            return "expected at most a second, got " + nanos / 1e9 + " s";
        }
        return allocated > most ? "expected at most " + most + " bytes allocated, got " + allocated : null;
    }

    private void readOrRefuse(Target target, byte[] input) {
        try {
            target.read(input);
        } catch (Exception e) {
            String message = String.valueOf(e.getMessage());
            boolean refused = refusal.isInstance(e) && message.contains(words) && message.length() <= LONGEST_MESSAGE;
            if (!refused) {
                throw new AssertionError(
                        target.getClass().getSimpleName() + ": expected to be read, or " + refusal.getSimpleName()
                                + " with \"" + words + "\", got " + e.getClass().getName() + " of " + message.length()
                                + " characters",
                        e);
            }
        }
    }
}
