// SPDX-License-Identifier: Apache-2.0
/**
 * The built-in example at work: a broker in this JVM, the digits as a drifting stream, the real application between them,
 * and a tally that checks from outside that every event got exactly one answer.
 *
 * <p>Read first: {@code Demo}, {@code Tally}, {@code EventPump}.
 */
package io.perennial.demo;
