// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ModelBuilder;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import java.util.Random;

/** Small models with their inputs, and the engine that opens them. */
public abstract class NetworkFixture {

    /** C of the model of {@link #graph}. */
    protected static final int CLASSES = 5;

    /** P of the model of {@link #graph}. */
    protected static final int PARAMETERS = 216 + 8 + 8 + 40;

    /** The engine under test; its threads should be one, for these tensors are tiny. */
    protected abstract Engine engine();

    /** Of {@link #graph}, with all of its parameters. */
    protected final Network network() {
        return open(graph());
    }

    protected final Network open(Graph graph) {
        return engine().open(graph, new ParameterSelection.All());
    }

    /** A convolution with normalisation of 8 channels, pooled and projected. */
    protected static Graph graph() {
        int[] eight = {8};
        return Graph.read(new ModelBuilder(17, 0, 3, 6, 6)
                .floats("w", new int[] {8, 3, 3, 3}, gaussian(216, 11))
                .floats("s", eight, gaussian(8, 12))
                .floats("b", eight, gaussian(8, 13))
                .floats("m", eight, gaussian(8, 14))
                .floats("v", eight, 1, 2, 3, 4, 5, 6, 7, 8)
                .floats("f", new int[] {8, 5}, gaussian(40, 15))
                .node("Conv", "x w", "c", "pads", new int[] {1, 1, 1, 1})
                .node("BatchNormalization", "c s b m v", "n")
                .node("Relu", "n", "r")
                .node("GlobalAveragePool", "r", "g")
                .node("Flatten", "g", "h")
                .node("MatMul", "h f", "y")
                .output("y"));
    }

    /** One normalisation of one value, with stored mean 1 and variance 2. */
    protected static Graph lone() {
        return Graph.read(new ModelBuilder(17, 0, 1)
                .floats("s", new int[] {1}, 1)
                .floats("b", new int[] {1}, 0)
                .floats("m", new int[] {1}, 1)
                .floats("v", new int[] {1}, 2)
                .node("BatchNormalization", "x s b m v", "y", "epsilon", 1e-12f)
                .output("y"));
    }

    /** Events for the model of {@link #graph}. */
    protected static Batch batch(int events, long seed) {
        return new Batch(gaussian(events * 3 * 6 * 6, seed), events, 3, 6, 6);
    }

    protected static void twice(Runnable close) {
        close.run();
        close.run();
    }

    protected static float[] gaussian(int length, long seed) {
        var random = new Random(seed);
        var values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
