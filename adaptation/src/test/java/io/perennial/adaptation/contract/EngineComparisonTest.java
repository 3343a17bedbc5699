// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.contract.AlteredEngine.Alteration;
import io.perennial.adaptation.network.Engine;
import org.junit.jupiter.api.Test;

/** That the comparison sees engines that are a little wrong, and lets those pass that only round otherwise. */
final class EngineComparisonTest {

    private static final int GRAPHS = 100;
    private static final Engine ENGINE = Engine.named("torch").threads(1);
    private static final Alteration NONE = values -> {};

    @Test
    void letsAnotherOrderOfSummationPass() {
        assertThat(failures(NONE, NONE)).isZero();
    }

    @Test
    void seesOneLogitThatIsATenThousandthOff() {
        Alteration off = values -> values[0] += (float) (1e-4 * Rounding.largest(values));
        assertThat(failures(off, NONE)).isGreaterThan(GRAPHS * 8 / 10);
    }

    @Test
    void seesOneSlopeThatIsATenThousandthOff() {
        Alteration off = values -> values[values.length - 1] += (float) (1e-4 * Rounding.largest(values));
        assertThat(failures(NONE, off)).isGreaterThan(GRAPHS * 8 / 10);
    }

    @Test
    void seesAGradientOfTheMeanWhereTheSumWasAskedFor() {
        Alteration mean = values -> {
            for (int i = 0; i < values.length; i++) {
                values[i] /= 4;
            }
        };
        assertThat(failures(NONE, mean)).isGreaterThan(GRAPHS * 8 / 10);
    }

    private static int failures(Alteration logits, Alteration slopes) {
        var altered = new AlteredEngine(ENGINE, logits, slopes);
        int failures = 0;
        for (int seed = 0; seed < GRAPHS; seed++) {
            RandomGraph graph = RandomGraphs.draw(seed, 1 + seed % 8);
            try {
                EngineComparison.ofGradients(graph, altered, ENGINE);
            } catch (AssertionError e) {
                failures++;
            }
        }
        return failures;
    }
}
