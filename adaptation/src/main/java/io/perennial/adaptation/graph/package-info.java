// SPDX-License-Identifier: Apache-2.0
/**
 * An ONNX model as data. The bytes of a model file enter; nodes in an order in which they can be computed, constants,
 * trainable parameters in file order and normalisation layers leave. Bytes are not trusted: what is not a sound model
 * is refused before anything larger than the file is allocated. {@code GraphExport} writes what was learned back into such a
 * file. The only home of the ONNX protobuf classes.
 *
 * <p>Read first: {@code Graph}, {@code Node}, {@code ParameterRoles}.
 */
package io.perennial.adaptation.graph;
