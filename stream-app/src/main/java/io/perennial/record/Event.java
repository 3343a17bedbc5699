// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

/**
 * An event that satisfies the model's input contract.
 *
 * @param id from the header {@code perennial-event-id}, else from the payload, else the coordinates of its record
 * @param values float32, row-major, of the length that the model expects; all finite
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy per event would be the price
public record Event(String id, float[] values, Origin origin) {}
