// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

/**
 * One forward pass.
 *
 * @param opset of the model
 * @param events number of events in the batch, B
 * @param fixedBatch how many events the model was exported for; 0 if any number
 * @param statistics of the normalisation layers
 * @param device that its tensors lie on
 */
record Pass(int opset, int events, int fixedBatch, PassStatistics statistics, TorchDevice device) {}
