// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import java.util.List;

/**
 * What an ONNX operator computes.
 *
 * @param <T> the engine's tensor
 * @param <C> what the engine lets an operator see
 */
@FunctionalInterface
public interface Operator<T, C extends Call<T>> {

    /** The outputs in the order of the node's; optional ones at the end may be left out. */
    List<Value<T>> apply(C call);
}
