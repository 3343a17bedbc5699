// SPDX-License-Identifier: Apache-2.0
/**
 * Brings a model as an exporter wrote it into the form that everything else relies on: one float32 tensor for an event, one output of
 * logits, float32 weights, standard operators. A model that has that form already keeps its bytes.
 */
package io.perennial.adaptation.graph.intake;
