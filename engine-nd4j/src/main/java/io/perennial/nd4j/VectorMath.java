// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.network.AdamRates;
import io.perennial.adaptation.vector.Chunks;
import io.perennial.adaptation.vector.Selection;
import io.perennial.adaptation.vector.Span;
import java.util.Arrays;

/** Arithmetic on flat vectors, in place, in float32 and in PyTorch's order; sums in double. */
final class VectorMath {

    private VectorMath() {}

    /** From the nearer end, so that a share of 1 is the target exactly. */
    static void lerp(Span x, Span target, float share) {
        float rest = 1 - share;
        Chunks.Change change = share < 0.5f
                ? (chunk, length) -> {
                    float[] a = chunk[0];
                    float[] b = chunk[1];
                    for (int i = 0; i < length; i++) {
                        a[i] = a[i] + share * (b[i] - a[i]);
                    }
                }
                : (chunk, length) -> {
                    float[] a = chunk[0];
                    float[] b = chunk[1];
                    for (int i = 0; i < length; i++) {
                        a[i] = b[i] - rest * (b[i] - a[i]);
                    }
                };
        Chunks.change(1, change, x, target);
    }

    static void scale(Span x, float factor) {
        Chunks.change(
                1,
                (chunk, length) -> {
                    float[] a = chunk[0];
                    for (int i = 0; i < length; i++) {
                        a[i] = a[i] * factor;
                    }
                },
                x);
    }

    static void add(Span x, Span other, float factor) {
        Chunks.change(
                1,
                (chunk, length) -> {
                    float[] a = chunk[0];
                    float[] b = chunk[1];
                    for (int i = 0; i < length; i++) {
                        a[i] = a[i] + factor * b[i];
                    }
                },
                x,
                other);
    }

    static void addSquares(Span x, Span other, float factor) {
        Chunks.change(
                1,
                (chunk, length) -> {
                    float[] a = chunk[0];
                    float[] b = chunk[1];
                    for (int i = 0; i < length; i++) {
                        a[i] = a[i] + factor * b[i] * b[i];
                    }
                },
                x,
                other);
    }

    static void pullByImportance(Span x, Span parameters, Span anchor, Span importance, float weight) {
        Chunks.change(
                1,
                (chunk, length) -> {
                    float[] a = chunk[0];
                    float[] p = chunk[1];
                    float[] at = chunk[2];
                    float[] by = chunk[3];
                    for (int i = 0; i < length; i++) {
                        a[i] = a[i] + weight * (p[i] - at[i]) * by[i];
                    }
                },
                x,
                parameters,
                anchor,
                importance);
    }

    static void pullToGaussian(Span x, Span parameters, Span mean, Span variance, float weight, float damping) {
        Chunks.change(
                1,
                (chunk, length) -> {
                    float[] a = chunk[0];
                    float[] p = chunk[1];
                    float[] m = chunk[2];
                    float[] v = chunk[3];
                    for (int i = 0; i < length; i++) {
                        a[i] = a[i] + weight * (p[i] - m[i]) / (v[i] + damping);
                    }
                },
                x,
                parameters,
                mean,
                variance);
    }

    /** In the order of PyTorch's own Adam, so that trajectories agree to rounding. */
    static void adam(Span x, Span gradient, Span first, Span second, AdamRates rates, long step) {
        if (step < 1) {
            throw new IllegalArgumentException("step refused: expected 1 for the first, got " + step);
        }
        double beta1 = decimal(rates.beta1());
        double beta2 = decimal(rates.beta2());
        float toFirst = (float) (1 - beta1);
        float keepSecond = (float) beta2;
        float toSecond = (float) (1 - beta2);
        float root = (float) Math.sqrt(1 - Math.pow(beta2, step));
        float epsilon = rates.epsilon();
        float rate = (float) (-decimal(rates.learningRate()) / (1 - Math.pow(beta1, step)));
        Chunks.change(
                3,
                (chunk, length) -> {
                    float[] a = chunk[0];
                    float[] m = chunk[1];
                    float[] v = chunk[2];
                    float[] g = chunk[3];
                    for (int i = 0; i < length; i++) {
                        m[i] = m[i] + toFirst * (g[i] - m[i]);
                        v[i] = v[i] * keepSecond + toSecond * g[i] * g[i];
                    }
                    for (int i = 0; i < length; i++) {
                        a[i] = a[i] + rate * m[i] / ((float) Math.sqrt(v[i]) / root + epsilon);
                    }
                },
                x,
                first,
                second,
                gradient);
    }

    static void sgd(Span x, Span gradient, Span buffer, float rate, float momentum) {
        float further = (float) (decimal(rate) * decimal(momentum));
        Chunks.change(
                2,
                (chunk, length) -> {
                    float[] a = chunk[0];
                    float[] b = chunk[1];
                    float[] g = chunk[2];
                    for (int i = 0; i < length; i++) {
                        b[i] = b[i] * momentum + g[i];
                        a[i] = a[i] - rate * g[i] - further * b[i];
                    }
                },
                x,
                buffer,
                gradient);
    }

    static long countEqual(Span x, Span other) {
        return Chunks.count(
                0,
                (chunk, length) -> {
                    int[] a = chunk[0];
                    int[] b = chunk[1];
                    int equal = 0;
                    for (int i = 0; i < length; i++) {
                        // Zeros of either sign have no bits but the sign's.
                        equal += a[i] == b[i] || (a[i] | b[i]) << 1 == 0 ? 1 : 0;
                    }
                    return equal;
                },
                x,
                other);
    }

    static double norm(Span x) {
        return Math.sqrt(Chunks.sum((chunk, length) -> squares(chunk[0], length), x));
    }

    static double distance(Span x, Span other) {
        return Math.sqrt(Chunks.sum(
                (chunk, length) -> {
                    float[] a = chunk[0];
                    float[] b = chunk[1];
                    for (int i = 0; i < length; i++) {
                        a[i] = a[i] - b[i];
                    }
                    return squares(a, length);
                },
                x,
                other));
    }

    /** Four sums, for an addition waits for the one before it. */
    private static double squares(float[] values, int length) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            first += (double) values[i] * values[i];
            second += (double) values[i + 1] * values[i + 1];
            third += (double) values[i + 2] * values[i + 2];
            fourth += (double) values[i + 3] * values[i + 3];
        }
        for (; i < length; i++) {
            first += (double) values[i] * values[i];
        }
        return first + second + third + fourth;
    }

    static double squaredDeviations(Span x, Span mean, Span variance, double damping) {
        return Chunks.sum(
                        (chunk, length) -> {
                            double sum = 0;
                            for (int i = 0; i < length; i++) {
                                double apart = (double) chunk[0][i] - chunk[1][i];
                                sum += apart * apart / (chunk[2][i] + damping);
                            }
                            return sum;
                        },
                        x,
                        mean,
                        variance)
                / x.size();
    }

    /** Infinities and what is not a number have every bit of the exponent: one more, and it is the sign's. */
    static boolean isFinite(Span x) {
        // An or of all in the end, for the compiler has vector instructions for pairs of arrays only.
        int[] any = new int[Math.min(Chunks.LENGTH, x.size())];
        Chunks.count(
                0,
                (chunk, length) -> {
                    int[] a = chunk[0];
                    for (int i = 0; i < length; i++) {
                        any[i] = any[i] | (a[i] & Selection.MAGNITUDE) + Selection.LOWEST_OF_EXPONENT;
                    }
                    return 0;
                },
                x);
        return Arrays.stream(any).noneMatch(bits -> bits < 0);
    }

    /** 0.999f is 0.99900001, and 1 - 0.999f is off by 1e-5; the number that was written is meant. */
    private static double decimal(float value) {
        return Double.parseDouble(Float.toString(value));
    }
}
