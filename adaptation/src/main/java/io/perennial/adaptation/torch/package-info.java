// SPDX-License-Identifier: Apache-2.0
/**
 * The default engine, on libtorch. A graph, parameters and a batch enter as plain arrays; logits, gradients and
 * parameter vectors leave. One table says what each ONNX operator computes; libtorch differentiates. Native memory
 * lives in a scope per call; what outlives the call is retained and closed by its owner, never by the collector. The
 * only home of org.bytedeco.
 *
 * <p>Read first: {@code Operators}, {@code TorchNetwork}, {@code TorchVector}.
 */
package io.perennial.adaptation.torch;
