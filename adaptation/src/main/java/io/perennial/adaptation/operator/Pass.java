// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

/**
 * What a forward pass is of.
 *
 * @param opset of the model
 * @param events number of events in the batch, B
 * @param fixedBatch how many events the model was exported for; 0 if any number
 */
public record Pass(int opset, int events, int fixedBatch) {}
