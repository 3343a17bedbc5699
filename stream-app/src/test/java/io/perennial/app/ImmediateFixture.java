// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static io.perennial.app.Driver.BATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perennial.checkpoint.Checkpoints;
import io.perennial.publish.Prediction;
import io.perennial.publish.PredictionJson;
import io.perennial.tensor.TensorProcessor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** Of events that are scored on arrival, on the service's own topology; steps are taken at once, or when a test says so. */
abstract class ImmediateFixture {

    static final String CONTROL = "perennial.control";
    private static final String[] IMMEDIATE = {"score.mode", "immediate"};

    final DigitRecords digits = new DigitRecords("perennial.events");
    final Held held = new Held();
    private long next;

    /** Keeps what it is given until it is told to run it. */
    static final class Held implements Executor {

        private final ArrayDeque<Runnable> given = new ArrayDeque<>();

        @Override
        public void execute(Runnable work) {
            given.add(work);
        }

        void run() {
            while (!given.isEmpty()) {
                given.remove().run();
            }
        }
    }

    static Driver immediate(String... more) throws IOException {
        return Driver.open(with(more));
    }

    final Driver held(String... more) throws IOException {
        return Driver.open(new SimpleMeterRegistry(), Checkpoints.NONE, held, with(more));
    }

    static String[] with(String... more) {
        return Stream.of(IMMEDIATE, more).flatMap(Stream::of).toArray(String[]::new);
    }

    static String[] and(String key, String value, String... more) {
        return Stream.of(new String[] {key, value}, more).flatMap(Stream::of).toArray(String[]::new);
    }

    final Prediction send(Driver driver) {
        driver.send(digits.good(next++));
        var predictions = driver.predictions();
        assertThat(predictions).hasSize(1);
        return PredictionJson.decode(predictions.get(0).value());
    }

    /** The step of the last of its predictions. */
    final long sendBatch(Driver driver) {
        long step = -1;
        for (int i = 0; i < BATCH; i++) {
            step = send(driver).step();
        }
        return step;
    }

    /** Until every step is taken and taken over. */
    final void drain(Driver driver) {
        for (int i = 0; i < 20; i++) {
            held.run();
            driver.advance(Duration.ofMillis(100));
        }
    }

    /** Events that a successor would find: a place keeps what has left until the next one takes it. */
    static long pending(Driver driver) {
        var store = driver.<Long>store(TensorProcessor.STORE);
        byte[] begun = store.get(-1L);
        long first = begun == null ? 0 : ByteBuffer.wrap(begun).getLong(1);
        long count = 0;
        try (var all = store.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                count += entry.key >= 0 && ByteBuffer.wrap(entry.value).getLong(1) >= first ? 1 : 0;
            }
        }
        return count;
    }

    /** Everything in the store of weights. */
    static List<String> weights(Driver driver) {
        List<String> entries = new ArrayList<>();
        try (var all = driver.<String>store("weights").all()) {
            all.forEachRemaining(entry -> entries.add(entry.key + "=" + java.util.Arrays.hashCode(entry.value)));
        }
        return entries;
    }
}
