// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.NormLayer;
import java.util.Arrays;

/** What the network of any engine knows of its graph, and what it refuses. */
public abstract class GraphNetwork implements Network {

    private final ParameterLayout layout;
    private final int[] eventShape;
    private final int fixedBatch;
    private final float[] statistics;
    private final int[] normChannels;

    /** @param layout of the parameters that are learned */
    protected GraphNetwork(Graph graph, ParameterLayout layout) {
        this.layout = layout;
        eventShape = graph.eventShape();
        fixedBatch = graph.fixedBatch();
        statistics = graph.statistics();
        normChannels = graph.normLayers().stream().mapToInt(NormLayer::channels).toArray();
    }

    @Override
    public final ParameterLayout layout() {
        return layout;
    }

    @Override
    public final int[] eventShape() {
        return eventShape.clone();
    }

    @Override
    public final int[] normChannels() {
        return normChannels.clone();
    }

    @Override
    public final float[] sourceStatistics() {
        return statistics.clone();
    }

    /** How many events the file fixes; 0 for any number. */
    protected final int fixedBatch() {
        return fixedBatch;
    }

    /** The parameters as they stand in the model, length P. */
    protected static float[] parameters(Graph graph, ParameterLayout layout) {
        var values = new float[layout.size()];
        for (ParameterLayout.Slice slice : layout.slices()) {
            float[] part = graph.initialisers().get(slice.name()).floats();
            System.arraycopy(part, 0, values, slice.offset(), part.length);
        }
        return values;
    }

    /** Events of zeros, as many as the file fixes, else one: what cannot be computed is refused when it is tried. */
    protected final Batch zeroEvents() {
        int events = Math.max(1, fixedBatch);
        int length = Arrays.stream(eventShape).reduce(events, Math::multiplyExact);
        return Batch.of(new float[length], events, eventShape);
    }

    /** @throws IllegalArgumentException if the events are none, or not what the model takes */
    protected final void check(Batch batch) {
        int[] shape = batch.shape();
        if (batch.size() == 0 || !Arrays.equals(eventShape, Arrays.copyOfRange(shape, 1, shape.length))) {
            throw new IllegalArgumentException("batch refused: expected events of shape " + Arrays.toString(eventShape)
                    + ", got " + Arrays.toString(shape));
        }
    }

    /** @throws IllegalArgumentException if the values are read or written, and not of length S */
    protected final void check(NormStatistics given) {
        boolean needed = given.batchShare() < 1 || given.keep();
        if (needed && given.values().length != statistics.length) {
            throw new IllegalArgumentException("normalisation statistics refused: expected " + statistics.length
                    + " values, got " + given.values().length);
        }
    }

    /** @throws IllegalArgumentException if the parameters are not P */
    protected final void check(ParameterVector parameters) {
        if (parameters.size() != layout.size()) {
            throw new IllegalArgumentException(
                    "parameters refused: expected " + layout.size() + " values, got " + parameters.size());
        }
    }
}
