// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.immediate;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/** The baseline: each record goes on as it came, under the same guarantee. */
final class PassOn implements AutoCloseable {

    private final KafkaStreams streams;

    PassOn(Map<String, String> kafka, String in, String out) {
        Topology topology = new Topology();
        topology.addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), in);
        topology.addSink("out", out, new ByteArraySerializer(), new ByteArraySerializer(), "in");
        Properties properties = new Properties();
        properties.putAll(kafka);
        streams = new KafkaStreams(topology, properties);
        streams.start();
    }

    @Override
    public void close() {
        streams.close(Duration.ofSeconds(30));
    }
}
