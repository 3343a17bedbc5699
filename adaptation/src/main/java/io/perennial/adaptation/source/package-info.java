// SPDX-License-Identifier: Apache-2.0
/**
 * The frozen source model on ONNX Runtime. The bytes of a model file and batches enter; logits leave, and at start the
 * verdict whether an engine computes the same function. The only home of ai.onnxruntime.
 *
 * <p>Read first: {@code SourceModel}, {@code EngineCheck}.
 */
package io.perennial.adaptation.source;
