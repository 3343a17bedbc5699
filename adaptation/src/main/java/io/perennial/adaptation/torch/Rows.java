// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.operator.Operator;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/** The kinds of rows of this engine's tables. */
final class Rows {

    private Rows() {}

    /** An operator with one float32 output. */
    static Map.Entry<String, Operator<Tensor, TorchCall>> real(String op, Function<TorchCall, Tensor> compute) {
        return io.perennial.adaptation.operator.Rows.real(op, compute);
    }

    /** A function of one float32 tensor. */
    static Map.Entry<String, Operator<Tensor, TorchCall>> unary(String op, UnaryOperator<Tensor> compute) {
        return real(op, call -> compute.apply(call.real(0)));
    }

    /** A function of one float32 tensor, or of integers on the host. */
    static Map.Entry<String, Operator<Tensor, TorchCall>> unary(
            String op, UnaryOperator<Tensor> compute, LongUnaryOperator whole) {
        return io.perennial.adaptation.operator.Rows.unary(op, compute, whole);
    }

    /** A function of two broadcast tensors, or of two integers on the host. */
    static Map.Entry<String, Operator<Tensor, TorchCall>> binary(
            String op, BinaryOperator<Tensor> compute, LongBinaryOperator whole) {
        return io.perennial.adaptation.operator.Rows.binary(op, compute, whole);
    }

    /** A question about two broadcast tensors, or about two integers on the host. The answers are 1 and 0. */
    static Map.Entry<String, Operator<Tensor, TorchCall>> truth(
            String op, BinaryOperator<Tensor> compute, LongBinaryOperator whole) {
        return io.perennial.adaptation.operator.Rows.mixed(
                op, (a, b) -> compute.apply(a, b).to(a.scalar_type()), whole);
    }

    /** A function of two broadcast tensors that is applied to any number of them, one after the other. */
    static Map.Entry<String, Operator<Tensor, TorchCall>> variadic(
            String op, BinaryOperator<Tensor> compute, LongBinaryOperator whole) {
        return io.perennial.adaptation.operator.Rows.variadic(op, compute, whole);
    }
}
