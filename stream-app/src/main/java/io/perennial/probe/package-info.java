// SPDX-License-Identifier: Apache-2.0
/**
 * One event sent through a running application, from outside.
 *
 * <p>What enters: a bundle, whose input contract the event fits, and the names of topics. What leaves: the prediction, or what
 * became of the event instead. Read {@link io.perennial.probe.ProbeEvent} and {@link io.perennial.probe.RoundTrip}.
 */
package io.perennial.probe;
