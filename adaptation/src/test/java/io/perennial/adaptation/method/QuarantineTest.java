// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Two features of mean 0 and variance 1. */
class QuarantineTest {

    private static final float[] USUAL = {0.5f, -0.5f, 1, 1};
    private static final float[] STRANGE = {0, 0, 6, 6};

    private final Quarantine quarantine = new Quarantine(new LinearNetwork(2, 2, 1));

    private int heldOf(int batches, float... seen) {
        int held = 0;
        for (int i = 0; i < batches; i++) {
            held += quarantine.holds(50, seen) ? 1 : 0;
        }
        return held;
    }

    @Test
    void aBurstIsKeptOut() {
        assertThat(heldOf(100, USUAL)).isZero();
        assertThat(heldOf(20, STRANGE)).isEqualTo(20);
        assertThat(heldOf(20, USUAL)).isZero();
    }

    @Test
    void whatStaysIsLetIn() {
        heldOf(100, USUAL);
        assertThat(heldOf(100, STRANGE)).isBetween(25, 35); // 1,500 events
        assertThat(heldOf(10, STRANGE)).isZero();
    }

    @Test
    void whatTheStreamBeginsWithIsLetIn() {
        assertThat(heldOf(100, 5, 5, 1, 1)).isZero();
    }

    @Test
    void imagesAreLetIn() {
        LinearNetwork network = new LinearNetwork(2, 2, 1) {
            @Override
            public int[] eventShape() {
                return new int[] {2, 1, 1};
            }
        };
        Quarantine images = new Quarantine(network);
        images.holds(5000, USUAL);
        assertThat(images.holds(50, STRANGE)).isFalse();
    }

    @Test
    void continuesFromItsState() {
        heldOf(100, USUAL);
        heldOf(20, STRANGE);
        TreeMap<String, float[]> arrays = new TreeMap<>();
        quarantine.save(arrays);
        Quarantine other = new Quarantine(new LinearNetwork(2, 2, 1));
        other.load(new LearnedState(1, arrays));
        for (int i = 0; i < 20; i++) {
            assertThat(other.holds(50, STRANGE)).isEqualTo(quarantine.holds(50, STRANGE));
        }
    }
}
