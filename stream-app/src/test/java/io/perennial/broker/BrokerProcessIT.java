// SPDX-License-Identifier: Apache-2.0
package io.perennial.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.harness.Topics;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerProcessIT {

    @Test
    void keepsAcknowledgedRecordsWhenItIsKilled(@TempDir Path directory) throws Exception {
        try (var broker = BrokerProcess.start(directory)) {
            var topics = new Topics(broker.bootstrapServers());
            topics.create(1, "events");
            topics.send(List.of(new ProducerRecord<>("events", new byte[] {1})));
            broker.kill();
            broker.start();
            topics.send(List.of(new ProducerRecord<>("events", new byte[] {2})));
            assertThat(topics.committed("events"))
                    .extracting(received -> received.value()[0])
                    .containsExactly((byte) 1, (byte) 2);
        }
    }
}
