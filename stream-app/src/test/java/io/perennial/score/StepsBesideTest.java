// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.method.Method;
import io.perennial.adaptation.network.Batch;
import io.perennial.tensor.MicroBatch;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Which batches are learned from, and when; what a step does is of no matter here. */
class StepsBesideTest {

    private final ArrayDeque<Runnable> given = new ArrayDeque<>();
    private final StepsBeside steps = new StepsBeside(new Immediate(1, 2, given::add), new CheckpointPolicy(0, 1));
    /** Fails as soon as it is asked for anything, as an engine without memory does. */
    private final Learner learner = BareLearner.of(null);

    private static MicroBatch batch() {
        return new MicroBatch(List.of(), new Batch(new float[0], 0, 3), true, () -> {});
    }

    @Test
    void theOldestMakesRoom() {
        MicroBatch first = batch();
        MicroBatch second = batch();
        MicroBatch third = batch();
        assertThat(steps.offer(first)).isNull();
        assertThat(steps.offer(second)).isNull();
        assertThat(steps.offer(third)).isSameAs(first);
        assertThat(steps.waiting()).isEqualTo(2);
    }

    @Test
    void oneStepIsOnItsWayAtATime() {
        assertThat(steps.next(learner)).as("nothing waits").isFalse();
        steps.offer(batch());
        steps.offer(batch());
        assertThat(steps.next(learner)).isTrue();
        assertThat(steps.isIdle()).isFalse();
        assertThat(steps.waiting()).isEqualTo(1);
        assertThat(steps.poll()).as("not begun").isNull();
        assertThat(given).hasSize(1);
    }

    @Test
    void aStepThatFailsIsToldToTheStreamThread() {
        steps.offer(batch());
        steps.next(learner);
        given.remove().run();
        assertThatThrownBy(steps::poll)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("a step failed: ")
                .hasCauseInstanceOf(NullPointerException.class);
    }

    @Test
    void aStepThatHasNotBegunNeverDoesOnceTheTaskIsClosed() {
        steps.offer(batch());
        steps.next(learner);
        steps.close();
        given.remove().run(); // would fail: the learner is gone
        assertThat(steps.isIdle()).isTrue();
        assertThat(steps.poll()).isNull();
    }

    @Test
    void aStepThatFailedDoesNotKeepTheTaskFromClosing() {
        steps.offer(batch());
        steps.next(learner);
        given.remove().run();
        steps.close();
        assertThat(steps.isIdle()).isTrue();
    }

    /** Native memory is freed by whoever closes the task; the step writes into it until then. */
    @Test
    void aTaskThatClosesWaitsForTheStepThatHasBegun() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<String> ended = Collections.synchronizedList(new ArrayList<>());
        Method slow = (Method) Proxy.newProxyInstance(
                Method.class.getClassLoader(), new Class<?>[] {Method.class}, (proxy, called, arguments) -> {
                    begun.countDown();
                    goOn.await();
                    ended.add("step");
                    throw new IllegalStateException("no memory");
                });
        steps.offer(batch());
        steps.next(BareLearner.of(slow));
        Thread step = new Thread(given.remove());
        Thread task = new Thread(() -> {
            steps.close();
            ended.add("task");
        });
        step.start();
        begun.await();
        task.start();
        while (task.isAlive() && task.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        step.join();
        task.join();
        assertThat(ended).containsExactly("step", "task");
    }
}
