// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

/** Share of errors among the last N outcomes. Thread-safe. */
final class WindowedError {

    private final boolean[] window;
    private long count;
    private int errors;

    WindowedError(int size) {
        this.window = new boolean[size];
    }

    synchronized void add(boolean wrong) {
        int at = (int) (count % window.length);
        if (count >= window.length && window[at]) {
            errors--;
        }
        window[at] = wrong;
        errors += wrong ? 1 : 0;
        count++;
    }

    /** NaN before the first outcome. */
    synchronized double value() {
        return count == 0 ? Double.NaN : (double) errors / Math.min(count, window.length);
    }
}
