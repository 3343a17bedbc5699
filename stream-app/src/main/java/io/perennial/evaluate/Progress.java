// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

/** Is told how far a run has come. */
@FunctionalInterface
public interface Progress {

    /** So many more events are done. */
    void advance(int events);
}
