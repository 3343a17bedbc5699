// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.graph.Node;
import io.perennial.adaptation.graph.NormLayer;
import io.perennial.adaptation.operator.Operator;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * One node of a program.
 *
 * @param node what to compute
 * @param operator how
 * @param normLayer where its statistics lie; null unless it is a batch normalisation
 * @param dead values that no later step reads, so that their memory is freed after this one
 * @param overwrites whether the result may stand where the first input stood: nobody else reads that, and what computed it does
 *     not need it for the gradient
 */
record Step(
        Node node, Operator<Tensor, TorchCall> operator, NormLayer normLayer, List<String> dead, boolean overwrites) {}
