// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.network.Network;
import io.perennial.score.BareLearner;
import io.perennial.score.Learner;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {

    private final AtomicInteger asked = new AtomicInteger();

    /** Helps on a thread of its own. */
    private final Network network = (Network) Proxy.newProxyInstance(
            Network.class.getClassLoader(), new Class<?>[] {Network.class}, (proxy, called, arguments) -> {
                asked.incrementAndGet();
                CompletableFuture<?> work = CompletableFuture.supplyAsync((Supplier<?>) arguments[1]);
                return new Network.Begun<Object>() {
                    @Override
                    public Object get() {
                        return work.join();
                    }

                    @Override
                    public void close() {
                        work.exceptionally(e -> null).join();
                    }
                };
            });

    private final Learner learner = BareLearner.of(null, network, null);

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 64, 1000})
    void everyEventHasItsOwnPayloads(int events) {
        Answers answers = new Answers(PredictionJson::encode, events);
        for (int i = 0; i < events; i++) {
            answers.set(i, prediction(i), uncertainty(i));
        }
        try (answers) {
            answers.begin(learner);
            for (int i = 0; i < events; i++) {
                assertThat(answers.prediction(i)).isEqualTo(PredictionJson.encode(prediction(i)));
                assertThat(answers.uncertainty(i)).isEqualTo(UncertaintyJson.encode(uncertainty(i)));
            }
        }
        assertThat(asked).as("threads that were asked to help").hasValue(events > 8 ? 1 : 0);
    }

    @Test
    void whereNobodyIsFreeThisOneEncodesAll() {
        Network nobody = (Network) Proxy.newProxyInstance(
                Network.class.getClassLoader(),
                new Class<?>[] {Network.class},
                (proxy, called, arguments) -> new Network.Begun<Object>() {
                    @Override
                    public Object get() {
                        throw new AssertionError("waits for work that nobody does");
                    }

                    @Override
                    public void close() {}
                });
        try (Answers answers = new Answers(PredictionJson::encode, 64)) {
            for (int i = 0; i < 64; i++) {
                answers.set(i, prediction(i), uncertainty(i));
            }
            answers.begin(BareLearner.of(null, nobody, null));
            for (int i = 0; i < 64; i++) {
                assertThat(answers.prediction(i)).isEqualTo(PredictionJson.encode(prediction(i)));
                assertThat(answers.uncertainty(i)).isEqualTo(UncertaintyJson.encode(uncertainty(i)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63})
    void whatCannotBeEncodedIsToldWhicheverThreadItMet(int bad) {
        Answers answers = new Answers(
                p -> {
                    if (p.step() == bad) {
                        throw new IllegalStateException("no payload");
                    }
                    return PredictionJson.encode(p);
                },
                64);
        for (int i = 0; i < 64; i++) {
            answers.set(i, prediction(i), uncertainty(i));
        }
        assertThatThrownBy(() -> {
                    try (answers) {
                        answers.begin(learner);
                        for (int i = 0; i < 64; i++) {
                            answers.prediction(i);
                        }
                    }
                })
                .hasMessageContaining("no payload");
    }

    @Test
    void aBatchOfNoneNeedsNobody() {
        try (Answers answers = new Answers(PredictionJson::encode, 0)) {
            answers.begin(learner);
        }
        assertThat(asked).hasValue(0);
    }

    private static Prediction prediction(int i) {
        return new Prediction(
                "event " + i,
                i,
                "class",
                new float[] {0.25f, 0.75f},
                0.75f,
                -1,
                Float.NaN,
                "adapted",
                "m",
                "1",
                i,
                "a");
    }

    private static Uncertainty uncertainty(int i) {
        return new Uncertainty(
                "event " + i, i / 7f, 0, 0, 0, false, Float.NaN, 0, false, null, Float.NaN, "adapted", i, "a");
    }
}
