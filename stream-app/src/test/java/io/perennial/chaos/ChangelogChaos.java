// SPDX-License-Identifier: Apache-2.0
package io.perennial.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.perennial.broker.BrokerProcess;
import io.perennial.harness.ChildProcess;
import io.perennial.harness.Topics;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The state that the brokers keep is damaged while nobody looks. */
class ChangelogChaos {

    private static final String WEIGHTS = "changelog-weights-changelog";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    /** Half weights are no weights: the partition says so, and begins at the source again; the other goes on. */
    @Test
    void aChunkOfTheWeightsIsTruncated() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory.resolve("broker"), Recovery.BROKER);
                Trial trial = Trial.begin(
                        "a chunk of the weights truncated", "changelog", broker.bootstrapServers(), directory)) {
            ChildProcess[] service = {trial.start("one")};
            trial.settle(600);
            trial.strike(() -> {
                service[0].kill();
                truncate(new Topics(broker.bootstrapServers()));
                service[0] = trial.start("one");
            });
            trial.settle(400);
            assertThat(service[0].output()).contains("torn at", "starting from the source again");
            JsonNode report = trial.finish("told, and learned anew from the source", "--steps-back", "1000000");
            assertThat(report.at("/partitions/0/wentBack").asLong()).isPositive();
            assertThat(report.at("/partitions/1/wentBack").asLong()).isZero();
        }
    }

    /** The newest first chunk of an array of partition 0, by half. */
    private static void truncate(Topics kafka) throws Exception {
        Map<String, byte[]> newest = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : kafka.committed(WEIGHTS)) {
            if (record.partition() == 0 && record.value() != null) {
                newest.put(new String(record.key(), UTF_8), record.value());
            }
        }
        String chunk = newest.keySet().stream()
                .filter(key -> key.endsWith("/0"))
                .findFirst()
                .orElseThrow();
        byte[] half = Arrays.copyOf(newest.get(chunk), newest.get(chunk).length / 2);
        kafka.send(List.of(new ProducerRecord<>(WEIGHTS, 0, chunk.getBytes(UTF_8), half)));
    }
}
