// SPDX-License-Identifier: Apache-2.0
/**
 * Third stage. A micro-batch enters; the teacher's prediction with its uncertainty, and the frozen source's beside it,
 * leave before anything is learned from the batch.
 *
 * <p>Read first: {@code ScoreProcessor}, {@code Learner}, {@code WeightsStore}.
 */
package io.perennial.score;
