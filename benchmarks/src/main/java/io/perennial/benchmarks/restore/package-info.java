// SPDX-License-Identifier: Apache-2.0
/**
 * How long learned state takes to come back after an instance is gone, with and without a standby replica.
 *
 * <p>What enters: sizes of what a partition has learned. What leaves: a table for docs/howto/upgrade.md. Read first: {@code
 * Restore}, {@code Trial}, {@code Instance}.
 */
package io.perennial.benchmarks.restore;
