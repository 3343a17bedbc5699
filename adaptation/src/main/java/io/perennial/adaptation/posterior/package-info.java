// SPDX-License-Identifier: Apache-2.0
/**
 * The source's posterior. A network and the labelled data it was trained on enter; a diagonal Gaussian over its trainable
 * parameters leaves, which PETAL pulls the student towards.
 *
 * <p>Read first: {@code SwagDiagonal}, {@code DiagonalGaussian}, {@code RunningMoments}.
 */
package io.perennial.adaptation.posterior;
