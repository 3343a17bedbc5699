// SPDX-License-Identifier: Apache-2.0
/**
 * What every engine passes. A test of the engine's module extends a contract and gives its engine; models, inputs and what
 * is expected stand here, and nothing here knows an engine.
 *
 * <p>Read first: {@code OperatorContract}, {@code NetworkContract}, {@code DifferentialContract}.
 */
package io.perennial.adaptation.contract;
