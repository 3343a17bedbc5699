// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.ParameterVector;

/**
 * A teacher that follows the student's future (Du et al., "Learning from Future: A Novel Self-Training Framework for
 * Semantic Segmentation", NeurIPS 2022): from where the student stands, a virtual one goes on along the pseudo-labels of
 * the batch at hand, and step 11 moves the teacher towards that one. The student itself takes its ordinary step only.
 *
 * <p>The paper asks the teacher again after each virtual step; here the predictions of the batch have left, so the
 * further teacher serves from the next batch on. Memory: 4 P floats with Adam in depth (virtual student, its moments, its
 * gradient), 5 P in width.
 */
public final class Lookahead implements AutoCloseable {

    /** Where the future lies. */
    public enum Kind {
        /** The teacher follows the student as it is. */
        NONE,
        /** Several virtual steps one after the other, on the batch itself. */
        DEPTH,
        /** Several virtual students of one step each, on a view of their own; the teacher follows their mean. */
        WIDTH
    }

    /** @param steps virtual steps in all */
    public record Options(Kind kind, int steps) {

        /** The teacher follows the student as it is. */
        public static final Options NONE = new Options(Kind.NONE, 0);
    }

    /** Of the loss at other weights than the student's. */
    @FunctionalInterface
    interface Gradient {
        void at(ParameterVector weights, Batch x, ParameterVector into);
    }

    private final Options options;
    private final ViewSource views;
    private final int firstView;
    private final Optimiser optimiser;
    private final ParameterVector virtual;
    private final ParameterVector gradient;
    private final ParameterVector mean;

    /** Holds memory only where there is a lookahead. */
    Lookahead(Network network, PetalOptions petal, ViewSource views) {
        options = petal.extensions().lookahead();
        this.views = views;
        firstView = petal.views(); // those before it may have been the teacher's
        boolean looks = options.kind() != Kind.NONE;
        optimiser = looks ? petal.optimiser(network) : null;
        virtual = looks ? network.zeros() : null;
        gradient = looks ? network.zeros() : null;
        mean = options.kind() == Kind.WIDTH ? network.zeros() : null;
    }

    /**
     * Whom the teacher follows.
     *
     * @param student after its step
     * @param now the student's optimiser after its step
     * @param step the student's, 1 for the first
     * @param rate factor of the learning rate
     * @return owned by this, or the student itself
     */
    ParameterVector future(ParameterVector student, Optimiser now, Batch x, long step, double rate, Gradient loss) {
        return switch (options.kind()) {
            case NONE -> student;
            case DEPTH -> {
                start(student, now);
                for (int i = 1; i <= options.steps(); i++) {
                    advance(x, step + i, rate, loss);
                }
                yield virtual;
            }
            case WIDTH -> {
                mean.scale(0);
                for (int i = 0; i < options.steps(); i++) {
                    start(student, now);
                    advance(views.view(x, step, firstView + i), step + 1, rate, loss);
                    mean.add(virtual, 1f / options.steps());
                }
                yield mean;
            }
        };
    }

    private void start(ParameterVector student, Optimiser now) {
        virtual.copyFrom(student);
        optimiser.copyFrom(now);
    }

    private void advance(Batch x, long step, double rate, Gradient loss) {
        loss.at(virtual, x, gradient);
        if (gradient.isFinite()) {
            optimiser.step(virtual, gradient, step, rate);
        }
    }

    @Override
    public void close() {
        if (virtual != null) {
            optimiser.close();
            virtual.close();
            gradient.close();
        }
        if (mean != null) {
            mean.close();
        }
    }
}
