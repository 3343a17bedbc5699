// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterLayout.Slice;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

class Nd4jVectorTest {

    private static final ParameterLayout LAYOUT =
            new ParameterLayout(List.of(new Slice("weight", 0, 2, 3), new Slice("bias", 6, 2), new Slice("scale", 8)));

    private final AtomicLong held = new AtomicLong();

    private Nd4jVector vector() {
        Nd4jVector vector = new Nd4jVector(LAYOUT, held);
        vector.set(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
        return vector;
    }

    @Test
    void slicesAreViewsInTheShapesOfTheLayout() {
        try (Nd4jVector vector = vector()) {
            INDArray[] slices = vector.slices();
            assertThat(slices).isSameAs(vector.slices()).hasSize(3);
            assertThat(slices[0].shape()).containsExactly(2, 3);
            assertThat(slices[0].ordering()).isEqualTo('c');
            assertThat(slices[2].shape()).isEmpty();
            assertThat(slices[0].getFloat(1, 0)).isEqualTo(4);
            assertThat(Host.toArray(slices[1])).containsExactly(7, 8);
            assertThat(slices[2].getFloat(0)).isEqualTo(9);
            vector.scale(2);
            assertThat(Host.toArray(slices[0])).containsExactly(2, 4, 6, 8, 10, 12);
            slices[1].assign(-1);
            assertThat(vector.toArray()).containsExactly(2, 4, 6, 8, 10, 12, -1, -1, 18);
            assertThat(Host.toArray(vector.flat())).containsExactly(vector.toArray());
        }
    }

    @Test
    void takesAParameterInWhateverOrderItLies() {
        try (Nd4jVector vector = vector();
                INDArray transposed = Host.array(new float[] {10, 40, 20, 50, 30, 60}, 3, 2);
                INDArray longer = Host.array(new float[] {0, 70, 80, 0}, 4);
                INDArray scalar = Host.array(new float[] {90})) {
            vector.setSlice(0, transposed.transpose());
            vector.setSlice(1, longer.get(NDArrayIndex.interval(1, 3)));
            vector.setSlice(2, scalar);
            assertThat(vector.toArray()).containsExactly(10, 20, 30, 40, 50, 60, 70, 80, 90);
            assertThatThrownBy(() -> vector.setSlice(1, transposed))
                    .hasMessage("parameter refused: expected 2 values of bias, got 6");
            vector.zero();
            assertThat(vector.toArray()).containsOnly(0);
        }
    }

    @Test
    void tellsTheBytesThatItHolds() {
        Nd4jVector vector = vector();
        try (Nd4jVector other = vector()) {
            assertThat(held).hasValue(2 * 36);
            vector.close();
            vector.close();
            assertThat(held).hasValue(36);
            assertThat(other.norm()).isPositive();
        }
        assertThat(held).hasValue(0);
        assertThatThrownBy(vector::slices)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(vector::flat)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void refusesMoreThanABufferHolds() {
        var huge = new ParameterLayout(List.of(new Slice("table", 0, 1 << 20, 1 << 9)));
        assertThatThrownBy(() -> new Nd4jVector(huge, held))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at most 536870911 values, got 536870912");
        assertThat(held).hasValue(0);
    }
}
