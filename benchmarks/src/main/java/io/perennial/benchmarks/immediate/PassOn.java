// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.immediate;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/** The baseline: each record goes on as it came, under the same guarantee. */
final class PassOn implements AutoCloseable {

    private final KafkaStreams streams;

    PassOn(String bootstrap, String directory, String guarantee, Duration commitInterval, String in, String out) {
        Topology topology = new Topology();
        topology.addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), in);
        topology.addSink("out", out, new ByteArraySerializer(), new ByteArraySerializer(), "in");
        Properties properties = new Properties();
        properties.setProperty("application.id", "pass-on");
        properties.setProperty("bootstrap.servers", bootstrap);
        properties.setProperty("state.dir", directory);
        properties.setProperty("processing.guarantee", guarantee);
        properties.setProperty("commit.interval.ms", Long.toString(commitInterval.toMillis()));
        // The producer's own, 10 s, is refused beside a longer interval of commits.
        properties.setProperty(
                "producer.transaction.timeout.ms",
                Long.toString(commitInterval.plusSeconds(10).toMillis()));
        properties.setProperty("auto.offset.reset", "earliest");
        properties.setProperty("producer.linger.ms", "0");
        streams = new KafkaStreams(topology, properties);
        streams.start();
    }

    KafkaStreams.State state() {
        return streams.state();
    }

    @Override
    public void close() {
        streams.close(Duration.ofSeconds(30));
    }
}
