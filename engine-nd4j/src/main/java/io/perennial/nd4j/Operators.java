// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.operator.MovingOperators;
import io.perennial.adaptation.operator.Operator;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/** Every operator the engine knows, by its ONNX name; the rows stand in one file per kind. */
final class Operators {

    static final Map<String, Operator<SDVariable, Nd4jCall>> TABLE = table();

    private Operators() {}

    private static Map<String, Operator<SDVariable, Nd4jCall>> table() {
        var table = new HashMap<>(MovingOperators.<SDVariable, Nd4jCall>table(
                (a, b) -> {
                    throw new IllegalArgumentException("expected integers, got float32");
                },
                (call, condition, yes, no) -> {
                    throw call.refused("expected shape computations, got float32");
                }));
        table.putAll(ElementwiseOperators.TABLE);
        table.putAll(LinearOperators.TABLE);
        table.putAll(NormalisationOperators.TABLE);
        table.putAll(PoolingOperators.TABLE);
        table.putAll(ReductionOperators.TABLE);
        return Map.copyOf(table);
    }
}
