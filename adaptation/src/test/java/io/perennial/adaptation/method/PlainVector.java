// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.AdamRates;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterVector;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A parameter vector as its interface describes it, in plain Java: values are float32, arithmetic is double. */
final class PlainVector implements ParameterVector {

    private final float[] values;
    private final int[] ends;
    private final List<PlainVector> open;

    /**
     * @param open where this vector stands until it is closed
     * @param ends of the parameters, the last one P
     */
    PlainVector(List<PlainVector> open, int... ends) {
        values = new float[ends[ends.length - 1]];
        this.ends = ends;
        this.open = open;
        open.add(this);
    }

    static float[] of(ParameterVector vector) {
        return ((PlainVector) vector).values;
    }

    private interface Rule {
        double at(int i);
    }

    private void each(Rule rule) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rule.at(i);
        }
    }

    private double sum(Rule rule) {
        return IntStream.range(0, values.length).mapToDouble(rule::at).sum();
    }

    private long restore(IntStream where, ParameterVector source) {
        int[] indices = where.toArray();
        for (int i : indices) {
            values[i] = of(source)[i];
        }
        return indices.length;
    }

    private static double square(float value) {
        return (double) value * value;
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public void copyFrom(ParameterVector other) {
        set(of(other));
    }

    @Override
    public void set(float[] given) {
        System.arraycopy(given, 0, values, 0, values.length);
    }

    @Override
    public float[] toArray() {
        return values.clone();
    }

    @Override
    public void lerp(ParameterVector target, float share) {
        each(i -> values[i] + share * ((double) of(target)[i] - values[i]));
    }

    @Override
    public void scale(float factor) {
        each(i -> (double) factor * values[i]);
    }

    @Override
    public void add(ParameterVector other, float factor) {
        each(i -> values[i] + (double) factor * of(other)[i]);
    }

    @Override
    public void addSquares(ParameterVector other, float factor) {
        each(i -> values[i] + factor * square(of(other)[i]));
    }

    @Override
    public void pullByImportance(
            ParameterVector parameters, ParameterVector anchor, ParameterVector importance, float weight) {
        each(i -> values[i] + weight * (double) of(importance)[i] * ((double) of(parameters)[i] - of(anchor)[i]));
    }

    @Override
    public void pullToGaussian(
            ParameterVector parameters, ParameterVector mean, ParameterVector variance, float weight, float damping) {
        each(i ->
                values[i] + weight * ((double) of(parameters)[i] - of(mean)[i]) / ((double) of(variance)[i] + damping));
    }

    @Override
    public void adam(ParameterVector gradient, ParameterVector first, ParameterVector second, AdamRates r, long step) {
        float[] g = of(gradient);
        float[] m = of(first);
        float[] v = of(second);
        ((PlainVector) first).each(i -> r.beta1() * m[i] + (1 - r.beta1()) * g[i]);
        ((PlainVector) second).each(i -> r.beta2() * v[i] + (1 - r.beta2()) * square(g[i]));
        double unbiasFirst = 1 - Math.pow(r.beta1(), step);
        double unbiasSecond = 1 - Math.pow(r.beta2(), step);
        each(i -> values[i] - r.learningRate() * (m[i] / unbiasFirst) / (Math.sqrt(v[i] / unbiasSecond) + r.epsilon()));
    }

    @Override
    public void sgd(ParameterVector gradient, ParameterVector buffer, float rate, float momentum) {
        float[] g = of(gradient);
        float[] b = of(buffer);
        ((PlainVector) buffer).each(i -> (double) momentum * b[i] + g[i]);
        each(i -> values[i] - rate * (g[i] + (double) momentum * b[i]));
    }

    @Override
    public float quantileOfSquares(double share) {
        double[] squares = IntStream.range(0, values.length)
                .mapToDouble(i -> square(values[i]))
                .sorted()
                .toArray();
        double place = share * (squares.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, squares.length - 1);
        return (float) (squares[below] + (place - below) * (squares[above] - squares[below]));
    }

    @Override
    public long restoreBelow(ParameterVector gradient, float threshold, ParameterVector source) {
        return restore(IntStream.range(0, values.length).filter(i -> square(of(gradient)[i]) < threshold), source);
    }

    @Override
    public long restoreSmallest(ParameterVector gradient, long count, ParameterVector source) {
        IntStream smallest = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> square(of(gradient)[i])))
                .mapToInt(i -> i)
                .limit(count);
        return restore(smallest, source);
    }

    @Override
    public long restoreSmallestOfEach(ParameterVector gradient, double share, ParameterVector source) {
        long restored = 0;
        int from = 0;
        for (int end : ends) {
            IntStream smallest = IntStream.range(from, end)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> square(of(gradient)[i])))
                    .mapToInt(i -> i)
                    .limit((long) Math.floor(share * end) - (long) Math.floor(share * from));
            restored += restore(smallest, source);
            from = end;
        }
        return restored;
    }

    @Override
    public long restoreRandom(double probability, long seed, ParameterVector source) {
        SplittableRandom random = new SplittableRandom(seed);
        return restore(IntStream.range(0, values.length).filter(i -> random.nextDouble() < probability), source);
    }

    @Override
    public long countEqual(ParameterVector other) {
        return IntStream.range(0, values.length)
                .filter(i -> values[i] == of(other)[i])
                .count();
    }

    @Override
    public double norm() {
        return Math.sqrt(sum(i -> square(values[i])));
    }

    @Override
    public double distance(ParameterVector other) {
        return Math.sqrt(sum(i -> square(values[i] - of(other)[i])));
    }

    @Override
    public double[] distances(ParameterVector other, ParameterLayout layout) {
        return layout.slices().stream()
                .mapToDouble(slice -> Math.sqrt(IntStream.range(slice.offset(), slice.offset() + slice.length())
                        .mapToDouble(i -> (double) values[i] - of(other)[i])
                        .map(d -> d * d)
                        .sum()))
                .toArray();
    }

    @Override
    public long[] countsEqual(ParameterVector other, ParameterLayout layout) {
        return layout.slices().stream()
                .mapToLong(slice -> IntStream.range(slice.offset(), slice.offset() + slice.length())
                        .filter(i -> values[i] == of(other)[i])
                        .count())
                .toArray();
    }

    @Override
    public double squaredDeviations(ParameterVector mean, ParameterVector variance, double damping) {
        return sum(i -> {
                    double apart = (double) values[i] - of(mean)[i];
                    return apart * apart / (of(variance)[i] + damping);
                })
                / values.length;
    }

    @Override
    public float[] some(int most) {
        int every = (values.length + most - 1) / most;
        float[] some = new float[(values.length + every - 1) / every];
        for (int i = 0; i < some.length; i++) {
            some[i] = values[i * every];
        }
        return some;
    }

    @Override
    public boolean isFinite() {
        return Double.isFinite(norm());
    }

    @Override
    public void close() {
        open.removeIf(vector -> vector == this);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
