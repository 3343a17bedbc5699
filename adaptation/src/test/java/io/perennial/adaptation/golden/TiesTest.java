// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.contract.GoldenContract;
import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.method.Restore;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.ParameterVector;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of gradients 1, 2, 3 and so on those below the quantile go back, and the last of them is where a tie can be. */
class TiesTest {

    private static final Restore.FisherThreshold THRESHOLD = new Restore.FisherThreshold(0.03);
    private static final int EVENTS = 64;

    private Network network;
    private ParameterVector student;
    private ParameterVector gradient;
    private ParameterVector source;
    private float[] values;
    private int last;

    @BeforeEach
    void open() throws IOException {
        network = Engine.named("torch")
                .open(Graph.read(GoldenContract.packed("model.onnx")), new ParameterSelection.All());
        student = network.source();
        gradient = network.zeros();
        source = network.zeros();
        values = new float[student.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % 2 == 0 ? 1 : -1) * (i + 1);
        }
        last = (int) (0.03 * (values.length - 1));
        float[] ones = new float[values.length];
        Arrays.fill(ones, 1);
        student.set(ones);
    }

    @AfterEach
    void close() {
        source.close();
        gradient.close();
        student.close();
        network.close();
    }

    private Ties apply(Set<Integer> turned) {
        Ties ties = new Ties(THRESHOLD, network.layout(), EVENTS, turned);
        gradient.set(values);
        assertThat(ties.apply(student, gradient, source, 0)).isEqualTo(last + 1);
        return ties;
    }

    private void tie() {
        values[last + 1] = -Math.copySign(Math.nextUp(Math.abs(values[last])), values[last]);
    }

    @Test
    void gradientsThatAreFarApartAreNoTie() {
        assertThat(apply(Set.of(1)).met()).isEmpty();
        assertThat(student.toArray()[last]).isZero();
        assertThat(student.toArray()[last + 1]).isOne();
    }

    @Test
    void aTieIsDecidedByTheGradientsAndCanBeTurned() {
        tie();
        assertThat(apply(Set.of()).met()).containsExactly(1);
        assertThat(student.toArray()[last]).isZero();
        assertThat(student.toArray()[last + 1]).isOne();
    }

    @Test
    void theOtherOneGoesBackWhereItIsTurned() {
        tie();
        assertThat(apply(Set.of(1)).met()).containsExactly(1);
        assertThat(student.toArray()[last]).isOne();
        assertThat(student.toArray()[last + 1]).isZero();
        assertThat(gradient.toArray()[last]).isEqualTo(-values[last + 1]);
    }

    @Test
    void onlyTheStepsThatAreNamedAreTurned() {
        tie();
        assertThat(apply(Set.of(2)).met()).containsExactly(1);
        assertThat(student.toArray()[last]).isZero();
    }

    /** Rounding is measured by the largest gradient of the same parameter. */
    @Test
    void whatIsFarApartInASmallParameterIsATieInALargeOne() {
        values[last + 1] = -Math.copySign(Math.abs(values[last]) + 0.01f, values[last]);
        assertThat(apply(Set.of()).met()).isEmpty();

        values[1000] = 1e6f;
        assertThat(apply(Set.of()).met()).containsExactly(1);
    }
}
