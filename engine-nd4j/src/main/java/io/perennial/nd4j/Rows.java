// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.operator.Operator;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** The kinds of rows of this engine's tables. */
final class Rows {

    private Rows() {}

    /** An operator with one float32 output. */
    static Map.Entry<String, Operator<SDVariable, Nd4jCall>> real(String op, Function<Nd4jCall, SDVariable> add) {
        return io.perennial.adaptation.operator.Rows.real(op, add);
    }

    /** A function of SameDiff's of one float32 tensor. */
    static Map.Entry<String, Operator<SDVariable, Nd4jCall>> unary(
            String op, Function<SameDiff, Function<SDVariable, SDVariable>> add) {
        return real(op, call -> call.tape().of(graph -> add.apply(graph).apply(call.real(0))));
    }

    /** A function of two broadcast tensors, or of two integers on the host. */
    static Map.Entry<String, Operator<SDVariable, Nd4jCall>> binary(
            String op, Function<Arithmetic, BinaryOperator<SDVariable>> add, LongBinaryOperator whole) {
        return Map.entry(op, call -> io.perennial.adaptation.operator.Rows.<SDVariable, Nd4jCall>binary(
                        op, add.apply(call.arithmetic()), whole)
                .getValue()
                .apply(call));
    }
}
