// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.config.PublishSettings;
import io.perennial.config.ScoreSettings;
import io.perennial.config.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Kafka's own properties: what the configuration says, over defaults that suit a model. */
public final class StreamsProperties {

    /** Uncommitted writes collapse here between two commits; weights up to the inline limit fit several times over. */
    private static final int CACHE_BYTES = 64 << 20;
    /** Of records that are sent together, eight times Kafka's own: every request has its price. */
    private static final int SEND_BYTES = 128 << 10;

    /**
     * The least that Kafka Streams allows; by default ten minutes. Instances that are new get their partitions only at such a
     * look at how far their copies have come.
     */
    private static final int LOOK_AT_WARM_UPS_MS = 60_000;

    /**
     * Copies for new instances at a time, 2 by default: 30 partitions would take 15 looks. A copy costs an instance no more
     * than what it holds later anyway.
     */
    private static final int WARM_UPS = 64;

    /** Kafka's own default. */
    private static final Duration POLLS_WITHIN = Duration.ofMinutes(5);

    /** From when a commit is due until it has ended; Kafka Streams' own time for a whole transaction, however rare commits are. */
    private static final Duration COMMITS_WITHIN = Duration.ofSeconds(10);

    private static final String TRANSACTION_TIMEOUT =
            StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);

    private final Settings settings;

    public StreamsProperties(Settings settings) {
        this.settings = settings;
    }

    /** For Kafka Streams. */
    public Properties streams() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        // One fetch holds a few batches: what is polled must be processed within max.poll.interval.ms.
        properties.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
                Math.max(500, 4 * settings.tensor().batchSize()));
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put("processing.exception.handler.global.enabled", true);
        properties.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, LOOK_AT_WARM_UPS_MS);
        properties.put(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG, WARM_UPS);
        // Without the prefix of producers, so that what is configured wins with and without it.
        if (settings.score().mode() == ScoreSettings.Mode.IMMEDIATE) {
            // Kafka Streams waits 100 ms for more to send.
            properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        } else {
            // Of records sent one by one it would take two blocks of 64 KiB each, which was 44 % of what is allocated.
            properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
            properties.put(ProducerConfig.BATCH_SIZE_CONFIG, SEND_BYTES);
        }
        properties.putAll(settings.kafka());
        properties.put(
                StreamsConfig.APPLICATION_ID_CONFIG, settings.application().id());
        properties.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                settings.publish().guarantee().toString());
        Duration commits = settings.publish().commitInterval();
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commits.toMillis());
        if (settings.publish().guarantee() == PublishSettings.Guarantee.EXACTLY_ONCE_V2) {
            properties.put(
                    TRANSACTION_TIMEOUT,
                    Math.toIntExact(transactionsWithin(commits).toMillis()));
        }
        return properties;
    }

    /** How long a transaction may be open: a commit that comes on time must find it so. */
    private Duration transactionsWithin(Duration commits) {
        Optional<String> property = firstSet(TRANSACTION_TIMEOUT, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        if (property.isEmpty()) {
            return commits.plus(COMMITS_WITHIN);
        }
        Duration set = Duration.ofMillis(number(settings, property.get(), 0));
        if (set.compareTo(commits) < 0) {
            throw new IllegalArgumentException("kafka." + property.get()
                    + " refused: expected no less than publish.commit-interval, which is "
                    + commits.toMillis() + " ms, got " + set.toMillis() + "; leave it out for "
                    + COMMITS_WITHIN.toMillis() + " ms more than that");
        }
        return set;
    }

    /** The first of Kafka's properties that the configuration has: where one overrides another, the stronger is named first. */
    private Optional<String> firstSet(String... properties) {
        return Stream.of(properties).filter(settings.kafka()::containsKey).findFirst();
    }

    /**
     * An integer among the properties of the Kafka clients.
     *
     * @throws IllegalArgumentException if it is another text
     */
    static int number(Settings settings, String property, int otherwise) {
        String value = settings.kafka().get(property);
        try {
            return value == null ? otherwise : Integer.parseInt(value.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("kafka." + property + " refused: expected an integer, got " + value, e);
        }
    }

    /** How long the consumer may go without a poll before its partitions are given to others. */
    Duration pollsWithin() {
        String property = ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG;
        return firstSet(
                        StreamsConfig.MAIN_CONSUMER_PREFIX + property,
                        StreamsConfig.CONSUMER_PREFIX + property,
                        property)
                .map(set -> Duration.ofMillis(number(settings, set, 0)))
                .orElse(POLLS_WITHIN);
    }

    /** Whether a member that goes is expected back under the same name ({@code group.instance.id}). */
    boolean staticMember() {
        return Stream.of("", StreamsConfig.CONSUMER_PREFIX, StreamsConfig.MAIN_CONSUMER_PREFIX)
                .anyMatch(prefix -> settings.kafka().containsKey(prefix + ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
    }

    /** For an admin client: connection and security, which have no prefix. */
    Map<String, Object> admin() {
        Map<String, Object> properties = new java.util.HashMap<>(settings.kafka());
        properties.keySet().removeIf(key -> !isForAdmin(key));
        properties.put(
                CommonClientConfigs.CLIENT_ID_CONFIG, settings.application().id() + "-check");
        return properties;
    }

    private static boolean isForAdmin(String key) {
        return org.apache.kafka.clients.admin.AdminClientConfig.configNames().contains(key);
    }
}
