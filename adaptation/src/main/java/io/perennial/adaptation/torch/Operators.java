// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.operator.MovingOperators;
import io.perennial.adaptation.operator.Operator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** Every operator the engine knows, by its ONNX name; the rows stand in one file per kind. */
final class Operators {

    static final Map<String, Operator<Tensor, TorchCall>> TABLE = Stream.of(
                    ElementwiseOperators.TABLE,
                    Activations.TABLE,
                    LogicOperators.TABLE,
                    LinearOperators.TABLE,
                    RecurrentOperators.TABLE,
                    AttentionOperators.TABLE,
                    NormalisationOperators.TABLE,
                    UnitNorms.TABLE,
                    PoolingOperators.TABLE,
                    ResizeOperator.TABLE,
                    ReductionOperators.TABLE,
                    SelectionOperators.TABLE,
                    MovingOperators.<Tensor, TorchCall>table(
                            (a, b) -> a.eq(b).to(a.scalar_type()), LogicOperators::choose))
            .flatMap(table -> table.entrySet().stream())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private Operators() {}
}
