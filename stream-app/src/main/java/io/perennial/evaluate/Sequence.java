// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

/**
 * Events of a recording in the order of a run: an event may come by more than once, or not at all.
 *
 * @param name as the figures call the order
 * @param visits in how many equal parts it falls, each over the same domains; 1 for no such parts
 * @param places in the recording
 */
public record Sequence(String name, int visits, int... places) {}
