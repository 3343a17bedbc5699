// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.ForwardingNetwork;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * An engine that another one computes for, the events in reverse order, and whose results are altered on their way out.
 *
 * @param engine that computes
 * @param logits changes the logits [B, C] in place
 * @param slopes changes the gradient in place
 */
record AlteredEngine(Engine engine, Alteration logits, Alteration slopes) implements Engine {

    /** Changes the values in place. */
    interface Alteration {
        void alter(float[] values);
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public String describe() {
        return engine.describe() + ", altered";
    }

    @Override
    public Engine threads(int wanted) {
        return new AlteredEngine(engine.threads(wanted), logits, slopes);
    }

    @Override
    public Set<String> operators() {
        return engine.operators();
    }

    @Override
    public Network open(Graph graph, ParameterSelection selection) {
        return new Altered(engine.open(graph, selection));
    }

    private final class Altered extends ForwardingNetwork {

        Altered(Network network) {
            super(network);
        }

        @Override
        public Logits forward(ParameterVector parameters, Batch batch, NormStatistics statistics) {
            return altered(super.forward(parameters, reversed(batch), statistics));
        }

        @Override
        public List<Logits> forwardViews(
                ParameterVector parameters,
                Batch batch,
                int count,
                IntFunction<Batch> view,
                NormStatistics statistics) {
            return IntStream.range(0, count)
                    .mapToObj(k -> forward(parameters, view.apply(k), statistics))
                    .toList();
        }

        @Override
        public List<Logits> forwardViews(
                ParameterVector parameters, Batch batch, int count, IntFunction<Batch> view, float[][] used) {
            return IntStream.range(0, count)
                    .mapToObj(k -> {
                        used[k] = sourceStatistics();
                        return forward(parameters, view.apply(k), NormStatistics.ema(used[k], 1));
                    })
                    .toList();
        }

        @Override
        public Recorded record(ParameterVector parameters, Batch batch, NormStatistics statistics) {
            Recorded recorded = super.record(parameters, reversed(batch), statistics);
            return new Recorded() {
                @Override
                public Logits logits() {
                    return altered(recorded.logits());
                }

                @Override
                public void pullback(Logits gradient, ParameterVector into) {
                    recorded.pullback(reversed(gradient), into);
                    float[] values = into.toArray();
                    slopes.alter(values);
                    into.set(values);
                }

                @Override
                public void close() {
                    recorded.close();
                }
            };
        }
    }

    private Logits altered(Logits given) {
        Logits altered = reversed(given);
        logits.alter(altered.values());
        return altered;
    }

    private static Batch reversed(Batch batch) {
        return new Batch(reversed(batch.size(), batch.values()), batch.shape());
    }

    private static Logits reversed(Logits logits) {
        return new Logits(reversed(logits.size(), logits.values()), logits.classes());
    }

    private static float[] reversed(int rows, float... values) {
        int length = values.length / rows;
        var reversed = new float[values.length];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, row * length, reversed, (rows - 1 - row) * length, length);
        }
        return reversed;
    }
}
