// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import java.util.concurrent.Executor;

/**
 * How events are scored on arrival.
 *
 * @param snapshotInterval steps from one snapshot to the next, at least 1
 * @param backlog batches that may wait to be learned from, at least 1
 * @param steps runs the steps of all partitions of the process; stays the caller's
 */
public record Immediate(int snapshotInterval, int backlog, Executor steps) {}
