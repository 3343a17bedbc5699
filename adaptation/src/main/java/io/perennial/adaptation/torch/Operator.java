// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

/** What an ONNX operator computes. */
@FunctionalInterface
interface Operator {

    /** The outputs in the order of the node's; optional ones at the end may be left out. */
    Value[] apply(Call call);
}
