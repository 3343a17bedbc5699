// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a bundle. A model and the events it was trained on enter; a {@link io.perennial.store.Bundle} leaves, with the
 * posterior of the weights, what the source is like on its own events, and a probe. The same input and seed give the same
 * bytes.
 *
 * <p>Read first: {@code Preparation}, {@code ReferenceMeasure}.
 */
package io.perennial.prepare;
