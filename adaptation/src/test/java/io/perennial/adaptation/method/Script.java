// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import java.util.ArrayList;
import java.util.List;

/**
 * A network that says what stands in the events: an event is 2 C values, the logits of the source and those that a
 * method of {@link ScriptedMethod} gives.
 */
public final class Script implements Network {

    /** Vectors that are not closed yet. */
    public final List<?> vectors;

    private final List<PlainVector> open = new ArrayList<>();
    private final int classes;

    public Script(int classes) {
        this.classes = classes;
        this.vectors = open;
    }

    static Logits half(Batch batch, int classes, int from) {
        Logits logits = Logits.zeros(batch.size(), classes);
        for (int event = 0; event < batch.size(); event++) {
            System.arraycopy(batch.values(), event * 2 * classes + from, logits.values(), event * classes, classes);
        }
        return logits;
    }

    @Override
    public ParameterLayout layout() {
        return new ParameterLayout(List.of(new ParameterLayout.Slice("weight", 0, 1)));
    }

    @Override
    public int[] eventShape() {
        return new int[] {2 * classes};
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public float[] sourceStatistics() {
        return new float[0];
    }

    @Override
    public ParameterVector zeros() {
        return new PlainVector(open, 1);
    }

    @Override
    public ParameterVector source() {
        return zeros();
    }

    @Override
    public Logits forward(ParameterVector parameters, Batch batch, NormStatistics statistics) {
        return half(batch, classes, 0);
    }

    @Override
    public Recorded record(ParameterVector parameters, Batch batch, NormStatistics statistics) {
        throw new IllegalStateException("a script is not learned from");
    }

    @Override
    public void close() {}
}
