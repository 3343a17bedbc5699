// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.evaluate.TopicBound;
import io.perennial.evaluate.TopicRange;
import io.perennial.evaluate.TopicStream;
import io.perennial.publish.LabelDecoder;
import io.perennial.record.EventDecoder;
import io.perennial.store.InputContract;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import picocli.CommandLine.Option;

/** The options that say which part of a topic is streamed. */
final class EvaluateTopic {

    @Option(names = "--topic", paramLabel = "NAME", description = "reads the events off a Kafka topic, as run does")
    private String topic;

    @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT", description = "of the topic's cluster")
    private String bootstrapServers;

    @Option(
            names = "--consumer-config",
            paramLabel = "FILE",
            description = "more properties of the consumer, such as its credentials, under Kafka's names")
    private Path consumerConfig;

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            defaultValue = "earliest",
            description = "earliest (default), latest, an offset, or a time such as 2026-11-24T08:00:00Z")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "WHERE",
            defaultValue = "latest",
            description = "the same, exclusive (default: latest, the end at this moment)")
    private String to;

    @Option(names = "--partition", paramLabel = "N", description = "of the topic (default: all, by event time)")
    private Integer partition;

    @Option(
            names = "--labels-topic",
            paramLabel = "NAME",
            description = "true classes, joined with the events by their ids as run does")
    private String labelsTopic;

    boolean isGiven() {
        return topic != null;
    }

    /** For headings. */
    String title() {
        return topic;
    }

    /**
     * @param names of the classes in the order of the logits
     * @param maxBytes largest payload that is looked at
     */
    TopicStream.Read read(InputContract contract, List<String> names, int maxBytes) throws IOException {
        TopicRange range =
                new TopicRange(topic, partition, TopicBound.parse("--from", from), TopicBound.parse("--to", to));
        return new TopicStream(connection(), range, labelsTopic)
                .read(new EventDecoder(contract, maxBytes), new LabelDecoder(names, maxBytes), contract.shape());
    }

    private Map<String, Object> connection() throws IOException {
        Map<String, Object> connection = new HashMap<>();
        if (consumerConfig != null) {
            Properties properties = new Properties();
            try (Reader file = Files.newBufferedReader(consumerConfig)) {
                properties.load(file);
            } catch (NoSuchFileException e) {
                throw new IllegalArgumentException(
                        "--consumer-config refused: expected a file of properties, found none [" + consumerConfig + "]",
                        e);
            }
            properties.stringPropertyNames().forEach(name -> connection.put(name, properties.getProperty(name)));
        }
        if (bootstrapServers != null) {
            connection.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        }
        if (!connection.containsKey(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new IllegalArgumentException(
                    "--topic refused: expected the cluster beside it, got none; give --bootstrap-servers HOST:PORT");
        }
        TokenEndpoint.allow(connection);
        return connection;
    }
}
