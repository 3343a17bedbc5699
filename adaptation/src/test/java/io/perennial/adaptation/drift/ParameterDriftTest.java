// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.method.Toys;
import io.perennial.adaptation.network.ParameterLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterDriftTest {

    private static final Span WINDOW = new Span(500, 1000, 7, 15);

    @Test
    void figuresAreThoseOfEachLayer() {
        ParameterDrift drift = new ParameterDrift(1);
        drift.close(Toys.weights(2), WINDOW);
        ParameterFigures figures = drift.figures();

        assertThat(figures.layers().names()).containsExactly("block.0", "head");
        assertThat(figures.teacher()[0]).isCloseTo(0.02 * Math.sqrt(50) / Math.sqrt(104), within(1e-6));
        assertThat(figures.student()[0]).isCloseTo(0.04 * Math.sqrt(50) / Math.sqrt(104), within(1e-6));
        assertThat(figures.teacher()[1]).isZero();
        assertThat(figures.restored()).containsExactly(54 / 104.0, 1);
        assertThat(figures.mahalanobis()).isCloseTo(0.02 * Math.sqrt(50 / 108.0), within(1e-6));
        assertThat(figures.fisher()).isEqualTo(0.25);
        assertThat(figures.cosine()).isNaN();
    }

    @Test
    void movementsOfTwoWindowsAreCompared() {
        ParameterDrift drift = new ParameterDrift(1);
        for (long step : new long[] {1, 2, 3}) {
            drift.close(Toys.weights(step), WINDOW);
        }
        assertThat(drift.figures().cosine()).isCloseTo(1, within(1e-6));
        drift.close(Toys.weights(1), WINDOW);
        assertThat(drift.figures().cosine()).isCloseTo(-1, within(1e-6));
        drift.forget();
        drift.close(Toys.weights(9), WINDOW);
        assertThat(drift.figures().cosine()).as("of other weights").isNaN();
    }

    @Test
    void aLayerThatGoesFarIsToldAndTheOneThatComesBackToo() {
        ParameterDrift drift = new ParameterDrift(1);
        List<Drift> told = new ArrayList<>();
        for (long step : new long[] {1, 5, 10, 40, 100, 0}) {
            Drift happened = drift.close(Toys.weights(step), WINDOW);
            if (happened != null) {
                told.add(happened);
            }
        }
        assertThat(told)
                .extracting(Drift::severity)
                .containsExactly(Severity.NOTICE, Severity.WARNING, Severity.CRITICAL, Severity.NONE);
        assertThat(told.get(0).moved().get(0).name()).isEqualTo("block.0");
        assertThat(told.get(0).sinceStep()).isEqualTo(7);
    }

    @Test
    void layersOfALargeModelAreToldTogether() {
        List<ParameterLayout.Slice> slices = new ArrayList<>();
        for (int block = 0; block < 40; block++) {
            for (String part : List.of("conv1.weight", "conv2.weight", "bn.weight", "bn.bias")) {
                slices.add(
                        new ParameterLayout.Slice("layer" + block / 10 + "." + block + "." + part, slices.size(), 1));
            }
        }
        LayerNames names = LayerNames.of(new ParameterLayout(slices));

        assertThat(names.names()).hasSize(40).startsWith("layer0.0", "layer0.1").endsWith("layer3.39");
        assertThat(names.of()[7]).isEqualTo(1);
    }

    @Test
    void namesWithoutPartsLeaveARest() {
        List<ParameterLayout.Slice> slices = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            slices.add(new ParameterLayout.Slice("w" + i, i, 1));
        }
        LayerNames names = LayerNames.of(new ParameterLayout(slices));

        assertThat(names.names()).hasSize(LayerNames.MOST).endsWith("w62", "others");
        assertThat(names.of()[99]).isEqualTo(63);
    }

    @Test
    void aMethodWithoutWeightsHasNone() {
        ParameterDrift drift = new ParameterDrift(1);

        assertThat(drift.close(null, WINDOW)).isNull();
        assertThat(drift.figures()).isNull();
    }
}
