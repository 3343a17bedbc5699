// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

/**
 * The truth about one event.
 *
 * @param id of the event
 * @param label index of its class
 */
public record Label(String id, int label) {}
