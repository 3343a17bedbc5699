// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.control.Acknowledgements;
import io.perennial.control.Command;
import io.perennial.control.ControlSender;
import io.perennial.harness.Topics;
import io.perennial.harness.WithKafka;
import io.perennial.publish.Prediction;
import io.perennial.publish.PredictionJson;
import io.perennial.store.Bundle;
import io.perennial.store.archive.ModelStore;
import io.perennial.store.archive.ModelStores;
import io.perennial.store.archive.StoreOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was learned becomes a new version of the bundle, and the running application goes over to it. */
@WithKafka
class PromotionIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CONTROL = "perennial.control";
    private static final int EVENTS = 10 * Service.BATCH;

    @Test
    void theRunningApplicationGoesOverToWhatWasPromoted(Topics kafka, @TempDir Path directory) throws Exception {
        kafka.create(1, Service.TOPICS.names().toArray(String[]::new));
        kafka.create(1, CONTROL);
        Bundle first = Bundles.open(Bundles.BUILTIN);
        try (ModelStore store = ModelStores.open(directory.resolve("store").toString(), StoreOptions.defaults())) {
            store.publish(StoredBundles.name(first.name()), first.version(), first.files(), Map.of());
            Service service = Service.on(kafka.bootstrapServers(), directory.resolve("state"))
                    .with(
                            "bundle",
                            "store:digits",
                            "store.uri",
                            directory.resolve("store").toString())
                    .with("store.bundle-interval", "1s", "record.control-topic", CONTROL);
            try (PerennialApp app = service.open()) {
                assertThat(predictions(kafka, 0))
                        .extracting(Prediction::version)
                        .containsOnly("1");
                assertThat(promote(kafka, "2").path("outcome").asText()).isEqualTo("applied");
                JsonNode event = changeOver(kafka);
                assertThat(event.path("from").asText()).isEqualTo("digits@1");
                assertThat(event.path("to").asText()).isEqualTo("digits@2");

                List<Prediction> after = predictions(kafka, 1);
                assertThat(after).extracting(Prediction::version).containsOnly("2");
                assertThat(after.get(0).step()).isZero();
                assertThat(after.get(0).lineage())
                        .isEqualTo(event.path("lineage").asText());
                Bundle promoted = StoredBundles.of(store, "store:digits").read("2");
                assertThat(promoted.modelSha256()).isNotEqualTo(first.modelSha256());
                assertThat(promoted.provenance()).containsEntry("promoted-from", "digits@1");

                JsonNode again = promote(kafka, "2");
                assertThat(again.path("outcome").asText()).isEqualTo("refused");
                assertThat(again.path("reason").asText()).contains("one that is there: 2");
            }
        }
    }

    /** Of a round of events. */
    private static List<Prediction> predictions(Topics kafka, int round) throws Exception {
        DigitRecords digits = DigitRecords.fromNow(Service.TOPICS.events());
        kafka.send(LongStream.range(0, EVENTS).mapToObj(digits::good).toList());
        return kafka.awaitCommitted(Service.TOPICS.predictions(), (round + 1) * EVENTS, SOON).stream()
                .skip((long) round * EVENTS)
                .map(outcome -> PredictionJson.decode(outcome.value()))
                .toList();
    }

    private static JsonNode promote(Topics kafka, String version) throws Exception {
        Map<String, String> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (Acknowledgements answers = new Acknowledgements(client, Service.TOPICS.drift());
                ControlSender sender = new ControlSender(client, CONTROL, Clock.systemUTC())) {
            Command sent = sender.send(Command.Kind.PROMOTE, Optional.of(0), version, "test");
            return answers.next(sent.id(), SOON).orElseThrow();
        }
    }

    private static JsonNode changeOver(Topics kafka) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> found = new ArrayList<>();
        kafka.awaitCommitted(
                Service.TOPICS.drift(),
                records -> {
                    records.forEach(record -> {
                        try {
                            JsonNode event = mapper.readTree(new String(record.value(), UTF_8));
                            if (event.path("drift").asText().equals("bundle")) {
                                found.add(event);
                            }
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
                    return !found.isEmpty();
                },
                SOON);
        return found.get(0);
    }
}
