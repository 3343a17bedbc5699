// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SubjectTest {

    private static final int BATCH = 8;

    @Test
    void hasTheParametersOfTheLiterature() {
        int first = 128 * 256 + 256 + 2 * 256;
        int second = 256 * 128 + 128 + 2 * 128;
        assertThat(parameters(Subject.MLP)).isEqualTo(first + second + 128 * 10 + 10);
        // He et al. say 0.27 million; with projections instead of padding beside the first blocks it is this.
        assertThat(parameters(Subject.RESNET20)).isEqualTo(272_474);
    }

    @ParameterizedTest
    @EnumSource
    void bothEnginesSayTheSame(Subject subject) {
        float[] torch = logits("torch", subject);
        float[] nd4j = logits("nd4j", subject);
        assertThat(torch).hasSize(BATCH * 10);
        assertThat(spread(torch)).isGreaterThan(0.1);
        assertThat(nd4j).containsExactly(torch, within(1e-4f));
    }

    private static int parameters(Subject subject) {
        return subject.graph().layout(new ParameterSelection.All()).size();
    }

    /** On the batch's own statistics, as after a while of a stream. */
    private static float[] logits(String engine, Subject subject) {
        try (Network network = Engine.named(engine).threads(1).open(subject.graph(), new ParameterSelection.All());
                ParameterVector source = network.source()) {
            SplittableRandom random = new SplittableRandom(3);
            int length = Arrays.stream(network.eventShape()).reduce(BATCH, Math::multiplyExact);
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return network.forward(
                            source,
                            Batch.of(values, BATCH, network.eventShape()),
                            NormStatistics.batch(network.sourceStatistics()))
                    .values();
        }
    }

    private static double spread(float... values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - 1] - sorted[0];
    }
}
