// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.graph.ModelBuilder;
import io.perennial.adaptation.network.Batch;
import org.junit.jupiter.api.Test;

final class SingleEventsTest {

    private static byte[] model(int batch, String operator) {
        return new ModelBuilder(17, batch, 3).node(operator, "x", "y").output("y");
    }

    @Test
    void saysOfEachEventWhatABatchSays() {
        try (SourceModel model = SourceModel.open(model(0, "Relu"));
                SingleEvents events = SingleEvents.of(model, 3)) {
            assertThat(events.score(model, -1, 0, 2).values()).containsExactly(0, 0, 2);
            assertThat(events.score(model, 5, -1, 1).values())
                    .containsExactly(
                            model.score(new Batch(new float[] {5, -1, 1}, 1, 3)).values());
        }
    }

    @Test
    void whatWasSaidStaysWhenTheNextEventComes() {
        try (SourceModel model = SourceModel.open(model(0, "Relu"));
                SingleEvents events = SingleEvents.of(model, 3)) {
            float[] first = events.score(model, 1, 2, 3).values();
            events.score(model, 4, 5, 6);
            assertThat(first).containsExactly(1, 2, 3);
        }
    }

    /** Snapshots come and go; the tensors stay. */
    @Test
    void scoresWithSeveralModelsOneAfterTheOther() {
        try (SourceModel relu = SourceModel.open(model(0, "Relu"));
                SingleEvents events = SingleEvents.of(relu, 3)) {
            try (SourceModel neg = SourceModel.open(model(0, "Neg"))) {
                assertThat(events.score(neg, 1, 2, 3).values()).containsExactly(-1, -2, -3);
            }
            assertThat(events.score(relu, 1, 2, 3).values()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void aModelForAFixedNumberOfEventsAnswersOneToo() {
        try (SourceModel model = SourceModel.open(model(4, "Relu"));
                SingleEvents events = SingleEvents.of(model, 3)) {
            assertThat(events.score(model, -1, 0, 2).values()).containsExactly(0, 0, 2);
        }
    }

    @Test
    void refusesAnEventOfAnotherLength() {
        try (SourceModel model = SourceModel.open(model(0, "Relu"));
                SingleEvents events = SingleEvents.of(model, 3)) {
            assertThatThrownBy(() -> events.score(model, 1, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("event refused: expected 3 values, got 2");
        }
    }
}
