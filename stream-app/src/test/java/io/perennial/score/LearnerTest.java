// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.guard.GuardState;
import io.perennial.adaptation.guard.Reason;
import io.perennial.adaptation.guard.Transition;
import io.perennial.adaptation.method.Effort;
import io.perennial.adaptation.method.LearnedState;
import io.perennial.adaptation.method.Method;
import io.perennial.adaptation.method.StepReport;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.digits.Digits;
import io.perennial.record.Event;
import io.perennial.record.Origin;
import io.perennial.store.Bundle;
import io.perennial.tensor.MicroBatch;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What is done beside the stream thread: the step, and the source's prediction. */
class LearnerTest {

    private static final CheckpointPolicy EVERY_STEP = new CheckpointPolicy(0, 1);
    private static final float[] LEARNED = {1, -2};

    private final List<String> happened = new ArrayList<>();

    /** What the guard does in each step. */
    private List<Transition> transitions = List.of();

    /** Steps. */
    private long taken;

    /** What a prediction fails with; null for none. */
    private RuntimeException fails;

    /** Learns from a memory of 64 events. */
    private final Method method = proxy(Method.class, (proxy, called, arguments) -> {
        if (called.getName().equals("passEvents")) {
            return Math.max((int) arguments[0], 64);
        }
        happened.add(called.getName());
        if (called.getName().equals("score")) {
            if (fails != null) {
                throw fails;
            }
            return null; // nobody here looks at the prediction
        }
        if (called.getName().equals("state")) {
            return new LearnedState(taken, Map.of("student", LEARNED));
        }
        return new StepReport(++taken, true, 0.5, 0, 0, transitions, null);
    });

    /** Does what it is told once it is asked for it. */
    private final Network network = proxy(Network.class, (proxy, called, arguments) -> {
        happened.add(called.getName() + " " + arguments[0]);
        Supplier<?> work = (Supplier<?>) arguments[1];
        return new Network.Begun<Object>() {
            @Override
            public Object get() {
                return work.get();
            }

            @Override
            public void close() {
                happened.add("closed");
            }
        };
    });

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Test
    void isBegunWithTheSizeOfItsPassesAndGivesItsReport() {
        Learner learner = BareLearner.of(method, network, null);
        ScoredBatch scored = new ScoredBatch(batch(), null, null, learner, learner.version(), null);
        try (Network.Begun<StepTaken> step = learner.begin(scored, EVERY_STEP)) {
            happened.add("published");
            StepTaken taken = step.get();
            assertThat(taken.report().loss()).isEqualTo(0.5);
            assertThat(taken.nanos()).isNotNegative();
        }
        assertThat(happened).containsExactly("beside 64", "published", "adapt", "state", "closed");
    }

    @Test
    void whatWasLearnedIsCopiedWhereThatIsDue() {
        Learner learner = BareLearner.of(method, network, null);
        ScoredBatch scored = new ScoredBatch(batch(), null, null, learner, learner.version(), null);
        CheckpointPolicy everyOther = new CheckpointPolicy(LEARNED.length * Float.BYTES - 1, 2);

        assertThat(learner.take(scored, everyOther).learned().chunks())
                .as("its size is known then")
                .containsOnlyKeys("student/0");
        assertThat(learner.take(scored, everyOther).learned().state().step()).isEqualTo(2);
        assertThat(learner.take(scored, everyOther).learned()).isNull();
        transitions = List.of(new Transition(GuardState.OPEN, GuardState.OPEN, Reason.values()[0], null, 3));
        assertThat(learner.take(scored, new CheckpointPolicy(0, 1000)).learned())
                .as("of the guard")
                .isNotNull();
    }

    @Test
    void theSourceIsAskedWhileTheMethodPredicts() throws IOException {
        try (SourceModel source = digits()) {
            ScoredBatch scored = BareLearner.of(method, network, source).scoreBeside(batch(), Effort.FULL);
            assertThat(scored.source().values())
                    .containsExactly(
                            Probabilities.of(source.score(batch().tensor())).values());
        }
        assertThat(happened).containsExactly("beside 1", "score", "closed");
    }

    @Test
    void theSourceIsClosedWhereTheMethodFails() throws IOException {
        fails = new IllegalStateException("method");
        try (SourceModel source = digits()) {
            Learner learner = BareLearner.of(method, network, source);
            assertThatThrownBy(() -> learner.scoreBeside(batch(), Effort.FULL)).isSameAs(fails);
        }
        assertThat(happened).containsExactly("beside 1", "score", "closed");
    }

    private static SourceModel digits() throws IOException {
        return SourceModel.open(Bundle.resource(LearnerTest.class.getClassLoader(), Digits.BUNDLE_ROOT)
                .model());
    }

    /** Of one image, all of it 1. */
    private static MicroBatch batch() {
        float[] image = new float[64];
        Arrays.fill(image, 1);
        Event event = new Event("id", image, new Origin("events", 0, 7, 0, null, new RecordHeaders()));
        return new MicroBatch(List.of(event), new Batch(image, 1, 1, 8, 8), true, () -> {});
    }
}
