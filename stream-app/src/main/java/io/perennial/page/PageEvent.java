// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

/**
 * One event for those who read along.
 *
 * @param id names how much the reader has when it has this one
 * @param name {@code history} or {@code now}
 * @param json one object, on one line
 */
@SuppressWarnings("ArrayRecordComponent") // shared by all readers, never changed
public record PageEvent(String id, String name, byte[] json) {}
