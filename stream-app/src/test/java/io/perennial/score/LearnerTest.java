// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.method.Method;
import io.perennial.adaptation.method.StepReport;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network;
import io.perennial.record.Event;
import io.perennial.record.Origin;
import io.perennial.tensor.MicroBatch;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** The step that is taken beside the stream thread. */
class LearnerTest {

    private final List<String> happened = new ArrayList<>();

    /** Learns from a memory of 64 events. */
    private final Method method = proxy(Method.class, (proxy, called, arguments) -> {
        if (called.getName().equals("passEvents")) {
            return Math.max((int) arguments[0], 64);
        }
        happened.add(called.getName());
        return new StepReport(0, true, 0.5, 0, 0, List.of(), null);
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
        Learner learner = BareLearner.of(method, network);
        Event event = new Event("id", new float[] {1}, new Origin("events", 0, 7, 0, null, new RecordHeaders()));
        MicroBatch batch = new MicroBatch(List.of(event), new Batch(new float[] {1}, 1, 1), true, () -> {});
        ScoredBatch scored = new ScoredBatch(batch, null, null, learner, learner.version(), null, null);
        try (Network.Begun<StepTaken> step = learner.begin(scored)) {
            happened.add("published");
            StepTaken taken = step.get();
            assertThat(taken.report().loss()).isEqualTo(0.5);
            assertThat(taken.nanos()).isNotNegative();
        }
        assertThat(happened).containsExactly("beside 64", "published", "adapt", "closed");
    }
}
