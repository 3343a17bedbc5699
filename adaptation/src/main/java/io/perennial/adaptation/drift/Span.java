// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

/**
 * Where a window lies.
 *
 * @param time of its first event, in milliseconds
 * @param firstStep of the weights then
 * @param step of the weights at its end
 */
record Span(int events, long time, long firstStep, long step) {}
