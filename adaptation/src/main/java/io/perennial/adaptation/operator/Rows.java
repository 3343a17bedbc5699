// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import io.perennial.adaptation.operator.Value.Real;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;

/** The kinds of rows that the operator tables are written in. */
public final class Rows {

    private Rows() {}

    /** Any operator with one output. */
    public static <T, C extends Call<T>> Map.Entry<String, Operator<T, C>> row(
            String op, Function<C, Value<T>> compute) {
        return Map.entry(op, call -> List.of(compute.apply(call)));
    }

    /** An operator with one float32 output. */
    public static <T, C extends Call<T>> Map.Entry<String, Operator<T, C>> real(String op, Function<C, T> compute) {
        return row(op, call -> new Real<>(compute.apply(call)));
    }

    /** A function of two broadcast tensors, or of two integers on the host. */
    public static <T, C extends Call<T>> Map.Entry<String, Operator<T, C>> binary(
            String op, BinaryOperator<T> compute, LongBinaryOperator whole) {
        return row(
                op,
                call -> call.isWhole(0) && call.isWhole(1)
                        ? HostIntegers.broadcast(call.integers(0), call.integers(1), whole)
                        : new Real<>(compute.apply(call.real(0), call.real(1))));
    }

    /** An operator with several outputs. */
    public static <T, C extends Call<T>> Map.Entry<String, Operator<T, C>> several(String op, Operator<T, C> compute) {
        return Map.entry(op, compute);
    }
}
