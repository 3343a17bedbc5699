// SPDX-License-Identifier: Apache-2.0
package io.perennial.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.method.MethodSpec;
import io.perennial.adaptation.method.NormPolicy;
import io.perennial.adaptation.method.PetalOptions;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.view.TabularViews;
import io.perennial.digits.Digits;
import io.perennial.observe.PeakMemory;
import io.perennial.store.Bundle;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class MemoryTrialTest {

    /** Student, teacher, source, gradient, and Adam's two moments. */
    private static final int VECTORS = 6;

    /** Student, teacher, and Adam's two moments. */
    private static final int STATE = 4;

    private final Graph graph = graph();
    private final Engine engine = Engine.named("torch").threads(1);

    private static Graph graph() {
        try {
            return Graph.read(Bundle.resource(MemoryTrialTest.class.getClassLoader(), Digits.BUNDLE_ROOT)
                    .model());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Inspection.Memory of(ParameterSelection selection) {
        MethodSpec petal = new MethodSpec("petal-fim", NormPolicy.Kind.BATCH, 1, 16, PetalOptions.cifar10(), false);
        return MemoryTrial.run(graph, engine, new Service(petal, selection, TabularViews.standardised(0.1, -9, 9)));
    }

    @Test
    void countsWhatAPartitionHoldsForEachValueThatLearns() {
        Inspection.Memory all = of(new ParameterSelection.All());
        Inspection.Memory norm = of(new ParameterSelection.Norm());
        int parameters = graph.layout(new ParameterSelection.All()).size()
                - graph.layout(new ParameterSelection.Norm()).size();
        double vector = 4e-6 * parameters;
        assertThat(all.partitionNative() - norm.partitionNative()).isCloseTo(VECTORS * vector, within(0.01 * vector));
        assertThat(all.partitionHeap() - norm.partitionHeap()).isCloseTo(STATE * vector, within(vector));
        assertThat(all.batchNative() > 0).as("where the system tells").isEqualTo(PeakMemory.resident() > 0);
        assertThat(all.method()).isEqualTo("petal-fim");
        assertThat(all.batch()).isEqualTo(16);
    }
}
