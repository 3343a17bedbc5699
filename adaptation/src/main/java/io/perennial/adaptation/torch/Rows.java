// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.torch.Value.Real;
import io.perennial.adaptation.torch.Value.Whole;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/** The kinds of rows that the operator tables are written in. */
final class Rows {

    private Rows() {}

    /** Any operator with one output. */
    static Map.Entry<String, Operator> row(String op, Function<Call, Value> compute) {
        return Map.entry(op, call -> new Value[] {compute.apply(call)});
    }

    /** An operator with one float32 output. */
    static Map.Entry<String, Operator> real(String op, Function<Call, Tensor> compute) {
        return row(op, call -> new Real(compute.apply(call)));
    }

    /** A function of one float32 tensor. */
    static Map.Entry<String, Operator> unary(String op, UnaryOperator<Tensor> compute) {
        return real(op, call -> compute.apply(call.real(0)));
    }

    /** A function of two broadcast tensors, or of two integers on the host. */
    static Map.Entry<String, Operator> binary(String op, BinaryOperator<Tensor> compute, LongBinaryOperator whole) {
        return row(
                op,
                call -> call.value(0) instanceof Whole a && call.value(1) instanceof Whole b
                        ? HostIntegers.broadcast(a, b, whole)
                        : new Real(compute.apply(call.real(0), call.real(1))));
    }

    /** An operator with several outputs. */
    static Map.Entry<String, Operator> several(String op, Operator compute) {
        return Map.entry(op, compute);
    }
}
