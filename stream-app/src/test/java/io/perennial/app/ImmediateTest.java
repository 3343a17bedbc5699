// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static io.perennial.app.Driver.BATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perennial.checkpoint.Checkpoints;
import io.perennial.publish.Prediction;
import io.perennial.publish.PredictionJson;
import io.perennial.publish.Uncertainty;
import io.perennial.publish.UncertaintyJson;
import io.perennial.tensor.TensorProcessor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Events that are scored on arrival, on the service's own topology. Steps are taken when a test says so. */
class ImmediateTest {

    private static final String CONTROL = "perennial.control";
    private static final String[] IMMEDIATE = {"score.mode", "immediate"};

    private final DigitRecords digits = new DigitRecords("perennial.events");
    private final Held held = new Held();
    private long next;

    /** Keeps what it is given until it is told to run it. */
    private static final class Held implements Executor {

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

    private static Driver immediate(String... more) throws IOException {
        return Driver.open(with(more));
    }

    private Driver held(String... more) throws IOException {
        return Driver.open(new SimpleMeterRegistry(), Checkpoints.NONE, held, with(more));
    }

    private static String[] with(String... more) {
        return Stream.of(IMMEDIATE, more).flatMap(Stream::of).toArray(String[]::new);
    }

    private static String[] and(String key, String value, String... more) {
        return Stream.of(new String[] {key, value}, more).flatMap(Stream::of).toArray(String[]::new);
    }

    @Test
    void everyEventIsAnsweredOnItsArrival() throws IOException {
        try (Driver driver = immediate()) {
            for (int i = 0; i < 3 * BATCH; i++) {
                Prediction prediction = send(driver);
                assertThat(prediction.id()).isEqualTo(DigitRecords.id(i));
                assertThat(prediction.servedBy()).isEqualTo(Prediction.ADAPTED);
                assertThat(driver.uncertainties()).hasSize(1);
            }
            driver.advance(Driver.MAX_WAIT.multipliedBy(3));
            assertThat(driver.predictions()).as("and once").isEmpty();
        }
    }

    @Test
    void anEventIsAnsweredByTheSnapshotAfterTheStepsBeforeIt() throws IOException {
        try (Driver driver = immediate();
                Driver batches = Driver.open()) {
            for (int i = 0; i < 4 * BATCH; i++) {
                batches.send(digits.good(i));
            }
            List<String> lineages = batches.predictions().stream()
                    .map(record -> PredictionJson.decode(record.value()).lineage())
                    .toList();
            for (int i = 0; i < 4 * BATCH; i++) {
                Prediction prediction = send(driver);
                assertThat(prediction.step()).isEqualTo(i / BATCH);
                assertThat(prediction.lineage()).as("event %s", i).isEqualTo(lineages.get(i));
            }
        }
    }

    @Test
    void theWeightsAreThoseOfBatchMode() throws IOException {
        try (Driver driver = immediate();
                Driver batches = Driver.open()) {
            for (int i = 0; i < 6 * BATCH; i++) {
                driver.send(digits.good(i));
                batches.send(digits.good(i));
            }
            assertThat(weights(driver)).isEqualTo(weights(batches));
        }
    }

    /** Steps that come late are the same steps: what was scored meanwhile has no part in them. */
    @Test
    void whenAStepIsTakenDoesNotChangeIt() throws IOException {
        try (Driver driver = held("score.backlog", "10");
                Driver batches = Driver.open()) {
            for (int i = 0; i < 6 * BATCH; i++) {
                driver.send(digits.good(i));
                batches.send(digits.good(i));
                if (i % 13 == 0) {
                    held.run();
                }
            }
            drain(driver);
            assertThat(weights(driver)).isEqualTo(weights(batches));
        }
    }

    @Test
    void predictionsDoNotWaitForTheStepAndNameTheOlderSnapshot() throws IOException {
        try (Driver driver = held()) {
            for (int i = 0; i < 2 * BATCH + 1; i++) {
                assertThat(send(driver).step()).isZero();
            }
            held.run();
            assertThat(send(driver).step())
                    .as("the step is taken over after this event")
                    .isZero();
            assertThat(send(driver).step()).isEqualTo(1);
        }
    }

    @Test
    void aSnapshotIsTakenEverySoManySteps() throws IOException {
        try (Driver driver = immediate("score.snapshot-interval", "3")) {
            List<Long> steps = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                steps.add(sendBatch(driver));
            }
            assertThat(steps).containsExactly(0L, 0L, 0L, 3L, 3L, 3L, 6L);
            assertThat(driver.learned()).isEqualTo(7);
        }
    }

    @Test
    void batchesThatFindNoRoomAreNotLearnedFromOldestFirst() throws IOException {
        try (Driver driver = held("score.backlog", "2")) {
            for (int i = 0; i < 5; i++) {
                sendBatch(driver);
            }
            assertThat(driver.meter("perennial.adapt.backlog")).isEqualTo(2);
            assertThat(driver.skipped("behind"))
                    .as("one is on its way, two wait")
                    .isEqualTo(2);
            assertThat(pending(driver)).isEqualTo(3 * BATCH);
            drain(driver);
            assertThat(driver.learned()).isEqualTo(3);
            assertThat(pending(driver)).isZero();
            assertThat(driver.meter("perennial.adapt.backlog")).isZero();
        }
    }

    /** The batch is learned from in full, or not at all, whenever the process ends. */
    @Test
    void aBatchIsPendingUntilItsStepIsTakenOver() throws IOException {
        try (Driver driver = held()) {
            sendBatch(driver);
            assertThat(pending(driver)).isEqualTo(BATCH);
            held.run();
            assertThat(pending(driver)).as("taken, not taken over").isEqualTo(BATCH);
            driver.advance(Duration.ofMillis(200));
            assertThat(pending(driver)).isZero();
            assertThat(driver.learned()).isEqualTo(1);
        }
    }

    @Test
    void aBatchThatDoesNotFillIsLearnedFromInTime() throws IOException {
        try (Driver driver = immediate()) {
            send(driver);
            driver.advance(Driver.MAX_WAIT.plus(Driver.MAX_WAIT));
            assertThat(driver.learned()).isEqualTo(1);
            assertThat(send(driver).step()).isEqualTo(1);
        }
    }

    @Test
    void uncertaintySaysWhatASingleEventTells() throws IOException {
        try (Driver driver = immediate("adapt.anchor-threshold", "1")) {
            sendBatch(driver);
            driver.uncertainties();
            send(driver);
            Uncertainty uncertainty =
                    UncertaintyJson.decode(driver.uncertainties().get(0).value());
            assertThat(uncertainty.views()).isZero();
            assertThat(uncertainty.mutualInformation()).isZero();
            assertThat(uncertainty.teacherStudentDivergence()).isZero();
            assertThat(uncertainty.entropy()).isPositive();
            assertThat(uncertainty.sourceDivergence()).isNotNaN();
            assertThat(uncertainty.step()).isEqualTo(1);
        }
    }

    @Test
    void withoutTheShadowThereIsNoSourceLabel() throws IOException {
        try (Driver driver = immediate("score.source-shadow", "false")) {
            assertThat(send(driver).sourceLabel()).isEqualTo(-1);
        }
    }

    @Test
    void theSnapshotSaysWhatTheMethodWouldSay() throws IOException {
        String[] plain = {"adapt.views", "0"};
        try (Driver driver = immediate(plain);
                Driver batches = Driver.open(plain)) {
            for (int i = 0; i < BATCH; i++) {
                batches.send(digits.good(i));
                float[] said = send(driver).probabilities();
                if (i == BATCH - 1) {
                    List<Prediction> all = batches.predictions().stream()
                            .map(record -> PredictionJson.decode(record.value()))
                            .toList();
                    // The first batch has moved the statistics by a little before its predictions are made.
                    for (int c = 0; c < said.length; c++) {
                        assertThat(said[c]).isCloseTo(all.get(i).probabilities()[c], within(0.02f));
                    }
                }
            }
        }
    }

    private static final String[] RUINED = {
        "adapt.guard",
        "on",
        "adapt.learning-rate",
        "1",
        "adapt.teacher-momentum",
        "0",
        "adapt.anchor-threshold",
        "1",
        "adapt.views",
        "1"
    };

    @Test
    void whileTheGuardIsOpenTheSourceAnswersAndSaysSo() throws IOException {
        try (Driver driver = immediate(RUINED)) {
            for (int i = 0; i < 3 * BATCH; i++) {
                Prediction prediction = send(driver);
                assertThat(prediction.servedBy()).isEqualTo(i < BATCH ? Prediction.ADAPTED : Prediction.SOURCE);
                if (i >= BATCH) {
                    assertThat(prediction.label()).isEqualTo(prediction.sourceLabel());
                }
            }
            assertThat(driver.guardState()).isEqualTo(2);
            assertThat(driver.drift()).hasSize(1);
        }
    }

    /** Between two snapshots, too: who answers is known after every step. */
    @Test
    void anOpenGuardDoesNotWaitForTheNextSnapshot() throws IOException {
        try (Driver driver = immediate(and("score.snapshot-interval", "1000", RUINED))) {
            sendBatch(driver);
            assertThat(send(driver).servedBy()).isEqualTo(Prediction.SOURCE);
        }
    }

    @Test
    void theDefaultMethodIsAnsweredFromTheExpertsThatAreBelieved() throws IOException {
        try (Driver driver = immediate("adapt.method", "perennial", "tensor.batch-size", "64")) {
            int right = 0;
            for (int i = 0; i < 512; i++) {
                right += send(driver).label() == digits.label(i) ? 1 : 0;
            }
            assertThat(right).as("of 512 clean digits").isGreaterThan(480);
            assertThat(driver.learned() + driver.skipped("waiting")).isEqualTo(8);
        }
    }

    @Test
    void commandsAreTakenBetweenTwoSteps() throws IOException {
        try (Driver driver = held("record.control-topic", CONTROL)) {
            sendBatch(driver);
            driver.command("1", "{\"command\":\"reset\"}");
            send(driver);
            assertThat(driver.drift()).as("a step is on its way").isEmpty();
            held.run();
            assertThat(send(driver).step()).isZero();
            assertThat(driver.drift()).hasSize(1);
            assertThat(send(driver).step()).as("at the source again").isZero();
            assertThat(driver.learned()).isEqualTo(1);
        }
    }

    @Test
    void aResetIsAnsweredFromTheSourceAtOnce() throws IOException {
        try (Driver driver = immediate("record.control-topic", CONTROL)) {
            String source = send(driver).lineage();
            for (int i = 1; i < 2 * BATCH; i++) {
                send(driver);
            }
            assertThat(send(driver).step()).isEqualTo(2);
            driver.command("1", "{\"command\":\"reset\"}");
            send(driver);
            assertThat(send(driver).lineage()).isEqualTo(source);
        }
    }

    @Test
    void aPauseLeavesTheSnapshotAsItIs() throws IOException {
        try (Driver driver = immediate("record.control-topic", CONTROL)) {
            sendBatch(driver);
            driver.command("1", "{\"command\":\"pause\"}");
            for (int i = 0; i < 3; i++) {
                assertThat(sendBatch(driver)).isEqualTo(1);
            }
            assertThat(driver.skipped("paused")).isEqualTo(3);
            driver.command("2", "{\"command\":\"resume\"}");
            sendBatch(driver);
            assertThat(send(driver).step()).isEqualTo(2);
        }
    }

    @Test
    void labelsFindTheirPredictions() throws IOException {
        try (Driver driver = immediate("publish.labels-topic", "perennial.labels")) {
            for (int i = 0; i < 2 * BATCH; i++) {
                send(driver);
                driver.sendLabel("{\"id\": \"" + DigitRecords.id(i) + "\", \"label\": " + digits.label(i) + "}");
            }
            assertThat(driver.labels("joined")).isEqualTo(2 * BATCH);
        }
    }

    /** Native memory is freed by whoever closes last; the step writes into it until then. */
    @Test
    void aTaskThatIsClosedWaitsForItsStep() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService steps = Executors.newSingleThreadExecutor();
        try {
            Driver driver = Driver.open(
                    new SimpleMeterRegistry(),
                    Checkpoints.NONE,
                    work -> steps.execute(() -> {
                        begun.countDown();
                        await(goOn);
                        work.run();
                    }),
                    with());
            sendBatch(driver);
            begun.await();
            Thread closing = new Thread(driver::close);
            closing.start();
            goOn.countDown();
            closing.join();
        } finally {
            steps.shutdown();
        }
        assertThat(steps.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Prediction send(Driver driver) {
        driver.send(digits.good(next++));
        var predictions = driver.predictions();
        assertThat(predictions).hasSize(1);
        return PredictionJson.decode(predictions.get(0).value());
    }

    /** The step of the last of its predictions. */
    private long sendBatch(Driver driver) {
        long step = -1;
        for (int i = 0; i < BATCH; i++) {
            step = send(driver).step();
        }
        return step;
    }

    /** Until every step is taken and taken over. */
    private void drain(Driver driver) {
        for (int i = 0; i < 20; i++) {
            held.run();
            driver.advance(Duration.ofMillis(100));
        }
    }

    /** Events that a successor would find: a place keeps what has left until the next one takes it. */
    private static long pending(Driver driver) {
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
    private static List<String> weights(Driver driver) {
        List<String> entries = new ArrayList<>();
        try (var all = driver.<String>store("weights").all()) {
            all.forEachRemaining(entry -> entries.add(entry.key + "=" + java.util.Arrays.hashCode(entry.value)));
        }
        return entries;
    }
}
