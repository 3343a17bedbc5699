// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.network.Batch;
import io.perennial.harness.OutcomeChecker;
import io.perennial.harness.Topics;
import io.perennial.publish.Prediction;
import io.perennial.publish.PredictionJson;
import io.perennial.record.DeadLetter;
import io.perennial.record.Event;
import io.perennial.record.Origin;
import io.perennial.score.WeightsVersion;
import io.perennial.tensor.MicroBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;

/**
 * What was sent, where the broker put it, and what a read_committed consumer finds on the topics that leave.
 *
 * @param sent by name, which is the header {@link DigitRecords#TRACE}
 */
record Ledger(
        Map<String, Sent> sent,
        List<ConsumerRecord<byte[], byte[]>> predictions,
        List<ConsumerRecord<byte[], byte[]>> uncertainties,
        List<ConsumerRecord<byte[], byte[]>> deadLetters) {

    /** An event and its place on the events topic. */
    record Sent(ProducerRecord<byte[], byte[]> event, RecordMetadata place) {}

    /** Everything committed by now; the service has to have stopped, or at least to be idle. */
    static Ledger close(Topics topics, io.perennial.topology.Topics names, List<Sent> sent) {
        Map<String, Sent> byName = new HashMap<>();
        sent.forEach(one -> byName.put(name(one.event().headers()), one));
        assertThat(byName).hasSameSizeAs(sent);
        return new Ledger(
                byName,
                topics.committed(names.predictions()),
                topics.committed(names.uncertainty()),
                topics.committed(names.deadLetter()));
    }

    /** Everything that must hold whatever happened to a service whose every step is committed. */
    void assertComplete() {
        assertNothingLostOrDoubled();
        assertOneUnbrokenHistory();
    }

    /** What must hold however seldom weights are written. */
    void assertNothingLostOrDoubled() {
        assertEachEventHasOneOutcome();
        assertKeysHeadersAndTimesTravelled();
        assertDeadLettersNameTheirPlace();
        assertOrderOfEventsIsKept();
    }

    /**
     * From one prediction of a partition to the next.
     *
     * @return the most that they went back by, 0 where they never did
     */
    long assertStepsGoBackByAtMost(long steps) {
        long most = 0;
        for (List<ConsumerRecord<byte[], byte[]>> outcomes :
                predictionsByPartition().values()) {
            long reached = 0;
            for (ConsumerRecord<byte[], byte[]> outcome : outcomes) {
                long step = version(outcome).step();
                assertThat(step)
                        .as("step at %s-%s, after one of %s", outcome.topic(), outcome.offset(), reached)
                        .isGreaterThanOrEqualTo(reached - steps);
                most = Math.max(most, reached - step);
                reached = step;
            }
        }
        return most;
    }

    private void assertEachEventHasOneOutcome() {
        OutcomeChecker byName = OutcomeChecker.byHeader(DigitRecords.TRACE);
        byName.assertEachExactlyOnce(sent.keySet(), predictions, deadLetters);
        byName.assertEachExactlyOnce(sent.keySet(), uncertainties, deadLetters);
    }

    private void assertKeysHeadersAndTimesTravelled() {
        for (List<ConsumerRecord<byte[], byte[]>> outcomes : List.of(predictions, uncertainties, deadLetters)) {
            for (ConsumerRecord<byte[], byte[]> outcome : outcomes) {
                ProducerRecord<byte[], byte[]> event = sent(outcome).event();
                assertThat(outcome.key()).isEqualTo(event.key());
                assertThat(outcome.timestamp()).isEqualTo(event.timestamp());
                assertThat(outcome.headers().lastHeader(DigitRecords.BASKET))
                        .isEqualTo(event.headers().lastHeader(DigitRecords.BASKET));
            }
        }
    }

    private void assertDeadLettersNameTheirPlace() {
        for (ConsumerRecord<byte[], byte[]> letter : deadLetters) {
            Sent bad = sent(letter);
            assertThat(letter.value()).isEqualTo(bad.event().value());
            assertThat(header(letter.headers(), DeadLetter.PARTITION))
                    .isEqualTo(Integer.toString(bad.place().partition()));
            assertThat(header(letter.headers(), DeadLetter.OFFSET))
                    .isEqualTo(Long.toString(bad.place().offset()));
        }
    }

    private void assertOrderOfEventsIsKept() {
        predictionsByPartition().forEach((partition, outcomes) -> {
            assertThat(outcomes)
                    .extracting(outcome -> sent(outcome).place().partition())
                    .containsOnly(partition);
            assertThat(outcomes)
                    .extracting(outcome -> sent(outcome).place().offset())
                    .isSorted()
                    .doesNotHaveDuplicates();
        });
    }

    /**
     * Batch after batch, the lineage of the next weights is what learning from exactly this batch gives: no step was lost,
     * repeated, started again from the source, or learned from events other than those whose predictions were committed.
     */
    private void assertOneUnbrokenHistory() {
        predictionsByPartition().forEach((partition, outcomes) -> {
            WeightsVersion expected = version(outcomes.get(0));
            assertThat(expected.step())
                    .as("first step of partition %s", partition)
                    .isZero();
            for (List<ConsumerRecord<byte[], byte[]>> batch : batches(outcomes)) {
                assertThat(version(batch.get(0))).as("partition %s", partition).isEqualTo(expected);
                expected = expected.after(microBatch(batch), expected.step() + 1);
            }
        });
    }

    /** Neighbours with the same step, in the order of their offsets. */
    static List<List<ConsumerRecord<byte[], byte[]>>> batches(List<ConsumerRecord<byte[], byte[]>> outcomes) {
        List<List<ConsumerRecord<byte[], byte[]>>> batches = new ArrayList<>();
        WeightsVersion last = null;
        for (ConsumerRecord<byte[], byte[]> outcome : outcomes) {
            WeightsVersion version = version(outcome);
            if (!version.equals(last)) {
                batches.add(new ArrayList<>());
                last = version;
            }
            batches.get(batches.size() - 1).add(outcome);
        }
        return batches;
    }

    /** In the order of the offsets. */
    Map<Integer, List<ConsumerRecord<byte[], byte[]>>> predictionsByPartition() {
        Map<Integer, List<ConsumerRecord<byte[], byte[]>>> partitions = new TreeMap<>();
        predictions.forEach(outcome -> partitions
                .computeIfAbsent(outcome.partition(), unseen -> new ArrayList<>())
                .add(outcome));
        return partitions;
    }

    Sent sent(ConsumerRecord<byte[], byte[]> outcome) {
        return sent.get(name(outcome.headers()));
    }

    private MicroBatch microBatch(List<ConsumerRecord<byte[], byte[]>> batch) {
        List<Event> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> outcome : batch) {
            RecordMetadata place = sent(outcome).place();
            Origin origin =
                    new Origin(place.topic(), place.partition(), place.offset(), 0, outcome.key(), outcome.headers());
            events.add(new Event(name(outcome.headers()), new float[0], origin));
        }
        return new MicroBatch(events, new Batch(new float[0], events.size(), 0));
    }

    private static WeightsVersion version(ConsumerRecord<byte[], byte[]> outcome) {
        Prediction prediction = PredictionJson.decode(outcome.value());
        return new WeightsVersion(prediction.step(), prediction.lineage());
    }

    private static String name(Headers headers) {
        return header(headers, DigitRecords.TRACE);
    }

    private static String header(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), UTF_8);
    }
}
