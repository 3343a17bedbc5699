// SPDX-License-Identifier: Apache-2.0
package io.perennial.digits;

/**
 * One image as the drifting world shows it.
 *
 * @param index position in the stream, from 0
 * @param values [1, 8, 8] row-major, finite, within [-4, 4]; the caller's own
 * @param label the digit, 0 to 9
 * @param phase name of the condition that reigned
 */
public record DigitEvent(long index, float[] values, int label, String phase) {}
