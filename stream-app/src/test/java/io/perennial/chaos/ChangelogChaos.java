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
            int[] damaged = new int[1];
            trial.strike(() -> {
                service[0].kill();
                damaged[0] = truncate(new Topics(broker.bootstrapServers()));
                service[0] = trial.start("one");
            });
            trial.settle(400);
            assertThat(service[0].output()).contains("torn at", "starting from the source again");
            JsonNode report = trial.finish("told, and learned anew from the source", "--steps-back", "1000000");
            for (JsonNode partition : report.path("partitions")) {
                boolean wentBack = partition.path("wentBack").asLong() > 0;
                assertThat(wentBack).isEqualTo(partition.path("partition").asInt() == damaged[0]);
            }
        }
    }

    /**
     * Cuts the newest first chunk of an array by half.
     *
     * @return the partition whose weights are damaged now
     */
    private static int truncate(Topics kafka) throws Exception {
        Map<String, ConsumerRecord<byte[], byte[]>> newest = new TreeMap<>();
        kafka.committed(WEIGHTS).forEach(record -> newest.put(record.partition() + " " + key(record), record));
        ConsumerRecord<byte[], byte[]> chunk = newest.values().stream()
                .filter(record -> record.value() != null && key(record).endsWith("/0"))
                .findFirst()
                .orElseThrow();
        byte[] half = Arrays.copyOf(chunk.value(), chunk.value().length / 2);
        kafka.send(List.of(new ProducerRecord<>(WEIGHTS, chunk.partition(), chunk.key(), half)));
        return chunk.partition();
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), UTF_8);
    }
}
