// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.control.Acknowledgements;
import io.perennial.control.Command;
import io.perennial.control.ControlSender;
import io.perennial.harness.S3Server;
import io.perennial.harness.Topics;
import io.perennial.harness.WithKafka;
import io.perennial.publish.Prediction;
import io.perennial.publish.PredictionJson;
import io.perennial.record.EventDecoder;
import io.perennial.record.Origin;
import io.perennial.store.Bundle;
import io.perennial.store.Checkpoint;
import io.perennial.store.archive.ModelStore;
import io.perennial.store.archive.StoredVersion;
import io.perennial.weights.Export;
import io.perennial.weights.LearnedModel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store goes away under load and comes back; then the application goes back to one of its checkpoints. */
@WithKafka
class StoreOutageIT {

    private static final Duration OUTAGE = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final double EVENTS_PER_SECOND = 150;
    private static final String CONTROL = "perennial.control";
    private static final int AFTERWARDS = 2 * Service.BATCH;

    @Test
    void theStreamGoesOnAndGoesBackToWhatTheCheckpointPredicts(Topics kafka, @TempDir Path directory) throws Exception {
        kafka.create(1, Service.TOPICS.names().toArray(String[]::new));
        kafka.create(1, CONTROL);
        try (S3Server s3 = new S3Server(directory.resolve("s3"))) {
            Service service = Service.on(kafka.bootstrapServers(), directory.resolve("state"))
                    .with("store.uri", "s3://" + S3Server.BUCKET + "/app", "store.endpoint", s3.endpoint())
                    .with("store.region", "us-east-1", "store.time-limit", "2s", "store.checkpoint-interval", "500ms")
                    .with("record.control-topic", CONTROL, "adapt.views", "0");
            try (PerennialApp app = service.open()) {
                underLoad(app, kafka, s3);
                rollBack(service, kafka);
            }
        }
    }

    private static void underLoad(PerennialApp app, Topics kafka, S3Server s3) throws Exception {
        List<Ledger.Sent> sent;
        try (Load load = Load.start(
                        kafka.bootstrapServers(), DigitRecords.fromNow(Service.TOPICS.events()), EVENTS_PER_SECOND);
                Follower follower = new Follower(kafka.bootstrapServers(), Service.TOPICS)) {
            await().atMost(SOON).until(() -> checkpoints(app, "published") >= 3);
            s3.down();
            double before = checkpoints(app, "published");
            for (long end = System.nanoTime() + OUTAGE.toNanos(); System.nanoTime() < end; ) {
                follower.await(follower.count() + Service.BATCH); // it goes on all the while
            }
            assertThat(checkpoints(app, "published")).isLessThanOrEqualTo(before + 1);
            assertThat(checkpoints(app, "failed")).isPositive();
            assertThat(metric(app, "perennial_store_waiting_checkpoints")).isPositive();
            s3.up();
            await().atMost(SOON).until(() -> checkpoints(app, "published") >= before + 3);
            await().atMost(SOON).until(() -> metric(app, "perennial_store_waiting_checkpoints") <= 1);
            sent = load.stop();
            follower.await(sent.size());
        }
        Ledger.close(kafka, Service.TOPICS, sent).assertComplete();
    }

    private static void rollBack(Service service, Topics kafka) throws Exception {
        Bundles.Configured configured = Bundles.configure(service.keys(), Map.of());
        Checkpoint checkpoint;
        try (ModelStore store = Stores.open(configured.settings().store())) {
            List<StoredVersion> versions = store.list(Checkpoint.name("perennial", 0));
            StoredVersion chosen = versions.get(versions.size() / 2);
            checkpoint = Checkpoint.read(store.read(chosen, Checkpoint.PART), chosen.id());
        }
        int before = kafka.committed(Service.TOPICS.predictions()).size();
        ask(service, Command.Kind.PAUSE, null);
        JsonNode went = ask(service, Command.Kind.ROLLBACK, "step:" + checkpoint.step());
        assertThat(went.at("/to/lineage").asText()).isEqualTo(checkpoint.lineage());
        assertThat(went.at("/from/step").asLong()).isGreaterThan(checkpoint.step());

        DigitRecords digits = DigitRecords.fromNow(Service.TOPICS.events());
        List<ProducerRecord<byte[], byte[]>> events =
                LongStream.range(0, AFTERWARDS).mapToObj(digits::good).toList();
        kafka.send(events);
        List<ConsumerRecord<byte[], byte[]>> outcomes =
                kafka.awaitCommitted(Service.TOPICS.predictions(), before + AFTERWARDS, SOON);
        assertEqualToExport(checkpoint, configured.bundle(), events, outcomes.subList(before, outcomes.size()));
    }

    private static JsonNode ask(Service service, Command.Kind kind, String to) throws Exception {
        Map<String, String> client = Map.of("bootstrap.servers", service.keys().get("kafka.bootstrap.servers"));
        try (Acknowledgements answers = new Acknowledgements(client, Service.TOPICS.drift());
                ControlSender sender = new ControlSender(client, CONTROL, Clock.systemUTC())) {
            Command sent = sender.send(kind, Optional.empty(), to, "test");
            JsonNode answer = answers.next(sent.id(), SOON).orElseThrow();
            assertThat(answer.path("outcome").asText()).as("%s", answer).isEqualTo("applied");
            return answer;
        }
    }

    private static void assertEqualToExport(
            Checkpoint checkpoint,
            Bundle bundle,
            List<ProducerRecord<byte[], byte[]>> events,
            List<ConsumerRecord<byte[], byte[]>> outcomes)
            throws Exception {
        EventDecoder decoder = new EventDecoder(bundle.input(), BadEvent.MAX_BYTES);
        float[] values = new float[events.size() * bundle.input().length()];
        for (int i = 0; i < events.size(); i++) {
            ProducerRecord<byte[], byte[]> event = events.get(i);
            Origin origin = new Origin(event.topic(), 0, i, event.timestamp(), event.key(), event.headers());
            float[] decoded = decoder.decode(event.value(), origin).values();
            System.arraycopy(decoded, 0, values, i * decoded.length, decoded.length);
        }
        Engine engine = Engine.named("torch").threads(1);
        Export export =
                Export.of(LearnedModel.of(checkpoint, bundle, Optional.empty(), Optional.empty()), bundle, engine);
        try (SourceModel runtime = SourceModel.open(export.onnx())) {
            Probabilities expected = Probabilities.of(
                    runtime.score(Batch.of(values, events.size(), bundle.input().shape())));
            for (int i = 0; i < events.size(); i++) {
                Prediction prediction = PredictionJson.decode(outcomes.get(i).value());
                assertThat(prediction.step()).isEqualTo(checkpoint.step());
                assertThat(prediction.lineage()).isEqualTo(checkpoint.lineage());
                for (int c = 0; c < expected.classes(); c++) {
                    assertThat(prediction.probabilities()[c]).isCloseTo(expected.at(i, c), within(1e-4f));
                }
            }
        }
    }

    private static double checkpoints(PerennialApp app, String outcome) throws Exception {
        return metric(app, "perennial_store_checkpoints_total\\{outcome=\"" + outcome + "\"}");
    }

    private static double metric(PerennialApp app, String pattern) throws Exception {
        Matcher line = Pattern.compile("(?m)^" + pattern + " (\\S+)$")
                .matcher(Scrape.get(app.port(), "/metrics").body());
        return Stream.of(line)
                .filter(Matcher::find)
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .findFirst()
                .orElseThrow();
    }
}
