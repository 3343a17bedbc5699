// SPDX-License-Identifier: Apache-2.0
/**
 * Augmented views: a batch of events enters with a source of randomness, a batch of the same shape leaves in which each
 * event might have been recorded a little differently. The teacher's prediction is averaged over such views where the
 * source model is unsure (PETAL, step 4).
 *
 * <p>Read first: {@code Views}, {@code ImageViews}, {@code ViewsFor}.
 */
package io.perennial.adaptation.view;
