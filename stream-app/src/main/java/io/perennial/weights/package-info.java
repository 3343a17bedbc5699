// SPDX-License-Identifier: Apache-2.0
/**
 * Learned weights outside of a stream. A checkpoint and the bundle it was learned from enter; the model as one network, an ONNX
 * file of it, or how far two of them lie apart, layer by layer, leave.
 *
 * <p>Read first: {@code LearnedModel}, {@code Export}, {@code LayerChange}.
 */
package io.perennial.weights;
