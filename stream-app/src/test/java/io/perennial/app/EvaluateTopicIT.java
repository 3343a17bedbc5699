// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.digits.DigitStream;
import io.perennial.harness.Topics;
import io.perennial.harness.WithKafka;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@WithKafka
class EvaluateTopicIT {

    private static final int EVENTS = 250;
    private static final int GOOD = EVENTS - EVENTS / DigitRecords.BAD_ONE_IN;

    private final StringWriter err = new StringWriter();

    @Test
    void aRangeOfATopicIsEvaluatedWithTheLabelsThatThereAre(Topics kafka, @TempDir Path directory) throws Exception {
        kafka.create(2, "evaluated", "evaluated-labels");
        DigitRecords digits = DigitRecords.fromNow("evaluated");
        List<ProducerRecord<byte[], byte[]>> events =
                IntStream.range(0, EVENTS).mapToObj(digits::record).toList();
        kafka.send(events);
        kafka.send(IntStream.range(0, EVENTS)
                .filter(index -> index % 3 > 0)
                .mapToObj(index -> new ProducerRecord<byte[], byte[]>("evaluated-labels", label(digits, index)))
                .toList());

        JsonNode all = run(kafka, directory, "--labels-topic", "evaluated-labels");
        assertThat(all.get("events").asInt()).isEqualTo(GOOD);
        assertThat(all.get("error").asDouble()).isCloseTo(sourceError(), within(1e-12));
        assertThat(err.toString()).contains("5 events refused (", "of " + GOOD + " events have a label");

        JsonNode unlabelled = run(kafka, directory, "--partition", "0");
        JsonNode other = run(kafka, directory, "--partition", "1");
        assertThat(unlabelled.has("error")).isFalse();
        assertThat(unlabelled.get("events").asInt()).isPositive();
        assertThat(unlabelled.get("events").asInt() + other.get("events").asInt())
                .isEqualTo(GOOD);

        Instant from = Instant.ofEpochMilli(events.get(100).timestamp());
        Instant to = Instant.ofEpochMilli(events.get(140).timestamp());
        JsonNode part = run(kafka, directory, "--from", from.toString(), "--to", to.toString());
        assertThat(part.get("events").asInt()).isEqualTo(40);
    }

    /** Of the events that are good and labelled. */
    private static double sourceError() {
        DigitStream digits = new DigitStream(7);
        int wrong = 0;
        int labelled = 0;
        try (SourceModel source = SourceModel.open(Bundles.open(Bundles.BUILTIN).model())) {
            for (int index = 0; index < EVENTS; index++) {
                if (!DigitRecords.isBad(index) && index % 3 > 0) {
                    Batch one = new Batch(digits.at(index).values(), 1, 1, 8, 8);
                    int said = Probabilities.of(source.score(one)).label(0);
                    wrong += said == digits.at(index).label() ? 0 : 1;
                    labelled++;
                }
            }
        }
        return (double) wrong / labelled;
    }

    private static byte[] label(DigitRecords digits, int index) {
        return ("{\"id\": \"" + DigitRecords.id(index) + "\", \"label\": " + digits.label(index) + "}").getBytes(UTF_8);
    }

    private JsonNode run(Topics kafka, Path directory, String... options) throws IOException {
        Path json = directory.resolve("out.json");
        List<String> arguments = new ArrayList<>(List.of("--bundle", "builtin:digits", "--method", "frozen"));
        arguments.addAll(List.of("--topic", "evaluated", "--bootstrap-servers", kafka.bootstrapServers()));
        arguments.addAll(List.of("--set", "score.threads=1", "--json", json.toString()));
        arguments.addAll(List.of(options));
        CommandLine line = new CommandLine(new EvaluateCommand());
        line.setOut(new PrintWriter(new StringWriter()));
        line.setErr(new PrintWriter(err));
        assertThat(line.execute(arguments.toArray(String[]::new)))
                .as(err.toString())
                .isZero();
        return new ObjectMapper().readTree(json.toFile()).get("runs").get(0);
    }
}
