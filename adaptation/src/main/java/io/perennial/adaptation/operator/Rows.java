// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import io.perennial.adaptation.operator.Value.Real;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

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
        return ofTwo(op, compute, whole, Call::real);
    }

    /** The same where one of the two may be of the other kind, as truth values may. */
    public static <T, C extends Call<T>> Map.Entry<String, Operator<T, C>> mixed(
            String op, BinaryOperator<T> compute, LongBinaryOperator whole) {
        return ofTwo(op, compute, whole, Call::asReal);
    }

    /** How an input is read where not both are integers. */
    private interface Reading<T, C> {
        T of(C call, int input);
    }

    private static <T, C extends Call<T>> Map.Entry<String, Operator<T, C>> ofTwo(
            String op, BinaryOperator<T> compute, LongBinaryOperator whole, Reading<T, C> reading) {
        return row(
                op,
                call -> call.isWhole(0) && call.isWhole(1)
                        ? HostIntegers.broadcast(call.integers(0), call.integers(1), whole)
                        : new Real<>(compute.apply(reading.of(call, 0), reading.of(call, 1))));
    }

    /** A function of one float32 tensor, or of integers on the host. */
    public static <T, C extends Call<T>> Map.Entry<String, Operator<T, C>> unary(
            String op, UnaryOperator<T> compute, LongUnaryOperator whole) {
        return row(
                op,
                call -> call.isWhole(0)
                        ? HostIntegers.each(call.integers(0), whole)
                        : new Real<>(compute.apply(call.real(0))));
    }

    /** A function of two broadcast tensors that is applied to any number of them, one after the other. */
    public static <T, C extends Call<T>> Map.Entry<String, Operator<T, C>> variadic(
            String op, BinaryOperator<T> compute, LongBinaryOperator whole) {
        return row(op, call -> {
            if (call.isWhole(0)) {
                return IntStream.range(0, call.arity())
                        .mapToObj(call::integers)
                        .reduce((a, b) -> HostIntegers.broadcast(a, b, whole))
                        .orElseThrow();
            }
            return new Real<>(IntStream.range(0, call.arity())
                    .mapToObj(call::real)
                    .reduce(compute)
                    .orElseThrow());
        });
    }

    /** An operator with several outputs. */
    public static <T, C extends Call<T>> Map.Entry<String, Operator<T, C>> several(String op, Operator<T, C> compute) {
        return Map.entry(op, compute);
    }
}
