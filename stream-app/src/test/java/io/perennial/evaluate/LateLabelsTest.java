// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.method.Effort;
import io.perennial.adaptation.method.LearnedState;
import io.perennial.adaptation.method.Method;
import io.perennial.adaptation.method.Scored;
import io.perennial.adaptation.method.StepReport;
import io.perennial.adaptation.network.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LateLabelsTest {

    private static final int SIZE = 200;

    /** Writes down which events it is told of. */
    private static final class Listener implements Method {
        private final List<Integer> events = new ArrayList<>();
        private final List<Integer> labels = new ArrayList<>();

        @Override
        public void tell(Batch told, int... truth) {
            for (int i = 0; i < truth.length; i++) {
                events.add((int) told.values()[i]);
                labels.add(truth[i]);
            }
        }

        @Override
        public Scored score(Batch batch, Effort effort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StepReport adapt(Scored scored) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long step() {
            return 0;
        }

        @Override
        public LearnedState state() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void restore(LearnedState state) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    /** Event i has the value i and the label i mod 3. */
    private static Recording recording() {
        int[] labels = IntStream.range(0, SIZE).map(i -> i % 3).toArray();
        float[] values = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = i;
        }
        return Recording.of(new Rows.Floats(values, SIZE, 1), labels, null);
    }

    /** The places are in reverse, so that places and times cannot be mixed up. */
    private static Listener listen(LateLabels late, int batch) {
        Listener listener = new Listener();
        int[] places = IntStream.range(0, SIZE).map(i -> SIZE - 1 - i).toArray();
        for (int from = 0; from < SIZE; from += batch) {
            int to = Math.min(SIZE, from + batch);
            late.tell(listener, recording(), places, from, to, 1);
            assertThat(listener.events).allSatisfy(event -> assertThat(SIZE - 1 - event)
                    .as("told after its prediction and its delay")
                    .isLessThan(Math.max(1, to - late.delay())));
        }
        return listener;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 64})
    void everyEventIsToldOnceAsLateAsItShould(int delay) {
        Listener listener = listen(new LateLabels(delay, 1), 16);
        assertThat(listener.events)
                .containsExactly(IntStream.range(0, SIZE - delay)
                        .mapToObj(i -> SIZE - 1 - i)
                        .toArray(Integer[]::new));
        for (int i = 0; i < listener.events.size(); i++) {
            assertThat(listener.labels.get(i)).isEqualTo(listener.events.get(i) % 3);
        }
    }

    @Test
    void aShareOfThemIsTheSameShareWhateverTheBatch() {
        List<Integer> some = listen(new LateLabels(5, 0.3), 16).events;
        assertThat(some).hasSizeBetween(35, 85); // 195 draws at 0.3: four standard deviations to either side
        assertThat(listen(new LateLabels(5, 0.3), 7).events).isEqualTo(some);
        assertThat(listen(LateLabels.NONE, 16).events).isEmpty();
    }

    @Test
    void aLabelThatIsNotKnownIsNotTold() {
        int[] labels = {0, Recording.UNKNOWN, 1};
        Recording partly = Recording.of(new Rows.Floats(new float[] {0, 1, 2}, 3, 1), labels, null);
        Listener listener = new Listener();
        new LateLabels(0, 1).tell(listener, partly, new int[] {0, 1, 2}, 0, 3, 1);
        assertThat(listener.events).containsExactly(0, 2);
        assertThat(listener.labels).containsExactly(0, 1);
    }

    @Test
    void refusesWhatIsNoDelayAndNoShare() {
        assertThatThrownBy(() -> new LateLabels(-1, 0.5))
                .hasMessage("--cue-delay refused: expected 0 or more events, got -1");
        for (double share : Arrays.asList(-0.1, 1.1, Double.NaN)) {
            assertThatThrownBy(() -> new LateLabels(0, share))
                    .hasMessage("--cue-share refused: expected 0 to 1, got " + share);
        }
    }
}
