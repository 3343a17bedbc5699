// SPDX-License-Identifier: Apache-2.0
/**
 * What an operator may ask of a running application. Commands enter by a topic that every instance reads whole; what became
 * of them leaves on the drift topic, by way of the stage that applies them between two micro-batches.
 *
 * <p>Read first: {@code Command}, {@code ControlLog}.
 */
package io.perennial.control;
