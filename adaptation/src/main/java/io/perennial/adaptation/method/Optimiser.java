// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.AdamRates;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.ParameterVector;
import java.util.Map;

/** The student's optimiser and its memory, which a restore leaves as it is. */
sealed interface Optimiser extends AutoCloseable {

    /** @param step 1 for the first */
    default void step(ParameterVector student, ParameterVector gradient, long step) {
        step(student, gradient, step, 1);
    }

    /** @param factor of the learning rate, this time */
    void step(ParameterVector student, ParameterVector gradient, long step, double factor);

    /** Takes over the memory of another of the same kind. */
    void copyFrom(Optimiser other);

    /** Forgets what belongs to the weights that a restore puts back, given the same gradient and seed. */
    void clear(Restore restore, ParameterVector gradient, ParameterVector zeros, long seed);

    /** Adds a copy of the memory. */
    void save(Map<String, float[]> arrays);

    void load(LearnedState state);

    /** Forgets, as if no step had been made. */
    void clear();

    @Override
    void close();

    /** Adam; 2 P values of memory. */
    final class Adam implements Optimiser {
        private final AdamRates rates;
        private final ParameterVector first;
        private final ParameterVector second;

        Adam(Network network, double learningRate) {
            rates = AdamRates.of(learningRate);
            first = network.zeros();
            second = network.zeros();
        }

        @Override
        public void step(ParameterVector student, ParameterVector gradient, long step, double factor) {
            student.adam(gradient, first, second, rates.times(factor), step);
        }

        @Override
        public void copyFrom(Optimiser other) {
            Adam adam = (Adam) other;
            first.copyFrom(adam.first);
            second.copyFrom(adam.second);
        }

        @Override
        public void clear(Restore restore, ParameterVector gradient, ParameterVector zeros, long seed) {
            restore.apply(first, gradient, zeros, seed);
            restore.apply(second, gradient, zeros, seed);
        }

        @Override
        public void save(Map<String, float[]> arrays) {
            arrays.put("adam-first", first.toArray());
            arrays.put("adam-second", second.toArray());
        }

        @Override
        public void load(LearnedState state) {
            first.set(state.array("adam-first", first.size()));
            second.set(state.array("adam-second", second.size()));
        }

        @Override
        public void clear() {
            first.set(new float[first.size()]);
            second.set(new float[second.size()]);
        }

        @Override
        public void close() {
            first.close();
            second.close();
        }
    }

    /** SGD with Nesterov momentum 0.9; P values of memory. */
    final class Sgd implements Optimiser {
        private static final float MOMENTUM = 0.9f;
        private final float rate;
        private final ParameterVector buffer;

        Sgd(Network network, double learningRate) {
            rate = (float) learningRate;
            buffer = network.zeros();
        }

        @Override
        public void step(ParameterVector student, ParameterVector gradient, long step, double factor) {
            student.sgd(gradient, buffer, (float) (rate * factor), MOMENTUM);
        }

        @Override
        public void copyFrom(Optimiser other) {
            buffer.copyFrom(((Sgd) other).buffer);
        }

        @Override
        public void clear(Restore restore, ParameterVector gradient, ParameterVector zeros, long seed) {
            restore.apply(buffer, gradient, zeros, seed);
        }

        @Override
        public void save(Map<String, float[]> arrays) {
            arrays.put("sgd-buffer", buffer.toArray());
        }

        @Override
        public void load(LearnedState state) {
            buffer.set(state.array("sgd-buffer", buffer.size()));
        }

        @Override
        public void clear() {
            buffer.set(new float[buffer.size()]);
        }

        @Override
        public void close() {
            buffer.close();
        }
    }

    /** SGD with Polyak's momentum 0.9, PyTorch's default: buffer := 0.9 buffer + g; student -= rate buffer. */
    final class HeavyBall implements Optimiser {
        private static final float MOMENTUM = 0.9f;
        private final float rate;
        private final ParameterVector buffer;

        HeavyBall(Network network, double learningRate) {
            rate = (float) learningRate;
            buffer = network.zeros();
        }

        @Override
        public void step(ParameterVector student, ParameterVector gradient, long step, double factor) {
            buffer.scale(MOMENTUM);
            buffer.add(gradient, 1);
            student.add(buffer, (float) (-rate * factor));
        }

        @Override
        public void copyFrom(Optimiser other) {
            buffer.copyFrom(((HeavyBall) other).buffer);
        }

        @Override
        public void clear(Restore restore, ParameterVector gradient, ParameterVector zeros, long seed) {
            restore.apply(buffer, gradient, zeros, seed);
        }

        @Override
        public void save(Map<String, float[]> arrays) {
            arrays.put("momentum-buffer", buffer.toArray());
        }

        @Override
        public void load(LearnedState state) {
            buffer.set(state.array("momentum-buffer", buffer.size()));
        }

        @Override
        public void clear() {
            buffer.set(new float[buffer.size()]);
        }

        @Override
        public void close() {
            buffer.close();
        }
    }
}
