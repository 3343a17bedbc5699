// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

/** Somebody who reads along. */
@FunctionalInterface
public interface Reader {

    /**
     * Takes an event, without waiting.
     *
     * @param event not to be changed
     * @return whether it wants more; false also for one who is too slow
     */
    boolean take(PageEvent event);
}
