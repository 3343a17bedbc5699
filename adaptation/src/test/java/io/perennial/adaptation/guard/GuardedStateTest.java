// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import static io.perennial.adaptation.guard.Answers.right;
import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.method.LearnedState;
import io.perennial.adaptation.network.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A guard that is saved in the middle of whatever it does and goes on elsewhere. */
class GuardedStateTest {

    private static final Answers SOURCE = right(0.8, 0.8);
    private static final Answers GOOD = right(0.9, 0.9);
    private static final Answers STUCK = new Answers(0, 0.99, 3);
    private static final int BATCH = 48;
    private static final int STEPS = 170;

    /** Healthy, collapsed for long enough that a trial fails, healthy again. */
    private static List<Batch> script() {
        List<Batch> batches = new ArrayList<>();
        try (Stream stream = new Stream(BATCH)) {
            for (int step = 0; step < STEPS; step++) {
                batches.add(stream.next(SOURCE, step < 30 || step > 75 ? GOOD : STUCK));
            }
        }
        return batches;
    }

    private static void run(Stream stream, List<Batch> batches, int from, int to) {
        batches.subList(from, to).forEach(stream::step);
    }

    @Test
    void goesOnBitForBitFromAnyState() {
        List<Batch> batches = script();
        try (Stream whole = new Stream(BATCH)) {
            run(whole, batches, 0, STEPS);
            assertThat(whole.went())
                    .containsExactly(
                            GuardState.OPEN,
                            GuardState.HALF_OPEN,
                            GuardState.OPEN,
                            GuardState.HALF_OPEN,
                            GuardState.CLOSED);
            for (int cut = 1; cut < STEPS; cut += 3) {
                assertGoesOn(whole, batches, cut);
            }
        }
    }

    private static void assertGoesOn(Stream whole, List<Batch> batches, int cut) {
        try (Stream first = new Stream(BATCH);
                Stream second = new Stream(BATCH)) {
            run(first, batches, 0, cut);
            second.guarded.restore(first.guarded.state());
            assertThat(second.guarded.state()).usingRecursiveComparison().isEqualTo(first.guarded.state());
            run(second, batches, cut, STEPS);
            first.published.addAll(second.published);
            first.transitions.addAll(second.transitions);
            first.served.addAll(second.served);
            assertThat(first.published).as("cut at %s", cut).isEqualTo(whole.published);
            assertThat(first.served).isEqualTo(whole.served);
            assertThat(first.transitions).isEqualTo(whole.transitions);
            assertThat(second.guarded.state()).usingRecursiveComparison().isEqualTo(whole.guarded.state());
        }
    }

    @Test
    void arraysKeepTheirNamesAndLengths() {
        List<Batch> batches = script();
        try (Stream stream = new Stream(BATCH)) {
            Map<String, Integer> lengths = lengths(stream.guarded.state());
            for (Batch batch : batches) {
                stream.step(batch);
                assertThat(lengths(stream.guarded.state())).isEqualTo(lengths);
            }
        }
    }

    private static Map<String, Integer> lengths(LearnedState state) {
        return state.arrays().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().length));
    }

    @Test
    void scoringWithoutLearningChangesNothing() {
        List<Batch> batches = script();
        try (Stream stream = new Stream(BATCH)) {
            run(stream, batches, 0, 40);
            LearnedState before = stream.guarded.state();
            stream.guarded.score(batches.get(40), false).close();
            assertThat(stream.guarded.state()).usingRecursiveComparison().isEqualTo(before);
        }
    }

    @Test
    void beginsToGuardWhatWasLearnedWithoutIt() {
        try (Stream stream = new Stream(BATCH)) {
            stream.guarded.restore(new LearnedState(17, Map.of("weight", new float[] {17})));
            assertThat(stream.guarded.step()).isEqualTo(17);
            assertThat(stream.method.weight()).isEqualTo(17);
            assertThat(stream.guarded.guardState()).isEqualTo(GuardState.CLOSED);
            stream.run(960, SOURCE, STUCK);
            assertThat(stream.method.weight()).isEqualTo(17);
        }
    }

    @Test
    void itsStepsOnlyGrow() {
        List<Batch> batches = script();
        try (Stream stream = new Stream(BATCH)) {
            for (int step = 0; step < STEPS; step++) {
                stream.step(batches.get(step));
                assertThat(stream.guarded.step()).isEqualTo(step + 1);
            }
            assertThat(stream.method.step()).isLessThan(STEPS);
        }
    }
}
