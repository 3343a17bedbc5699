// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every operator the engine knows, by its ONNX name; the rows stand in one file per kind. */
final class Operators {

    static final Map<String, Operator> TABLE = Stream.of(
                    ElementwiseOperators.TABLE,
                    LinearOperators.TABLE,
                    NormalisationOperators.TABLE,
                    PoolingOperators.TABLE,
                    ReductionOperators.TABLE,
                    ShapeOperators.TABLE)
            .flatMap(table -> table.entrySet().stream())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private Operators() {}
}
