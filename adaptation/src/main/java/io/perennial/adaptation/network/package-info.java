// SPDX-License-Identifier: Apache-2.0
/**
 * The seam between methods and engines. A {@link io.perennial.adaptation.network.Network} turns parameters and a batch
 * into logits and, for a gradient on the logits, gives the gradient on the parameters; a
 * {@link io.perennial.adaptation.network.ParameterVector} holds those parameters flat. Every test-time loss has a
 * closed-form gradient on the logits, so nothing else is needed of an engine.
 *
 * <p>Read first: {@code Network}, {@code ParameterVector}, {@code NormStatistics}.
 */
package io.perennial.adaptation.network;
