// SPDX-License-Identifier: Apache-2.0
/**
 * What a measurement was made on: nothing enters but what the system tells, a description leaves that stands at the head of
 * each result.
 *
 * <p>Read first: {@code Machine}.
 */
package io.perennial.benchmarks.machine;
