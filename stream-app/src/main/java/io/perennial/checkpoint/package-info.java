// SPDX-License-Identifier: Apache-2.0
/**
 * Checkpoints of a running application in a model store. What a partition has learned enters now and then, and leaves for the
 * store on a thread of its own, so that the stream never waits; checkpoints come back the same way.
 *
 * <p>Read first: {@code Checkpoints}, {@code StoredCheckpoints}.
 */
package io.perennial.checkpoint;
