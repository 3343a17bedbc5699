// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.perennial.config.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class StreamsPropertiesTest {

    @Test
    void newInstancesGetTheirPartitionsWithinAMinute() {
        StreamsConfig config = new StreamsConfig(properties());
        assertThat(config.getLong(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG))
                .isEqualTo(60_000);
        assertThat(config.getInt(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG)).isEqualTo(64);
    }

    @Test
    void whatTheConfigurationSaysIsTaken() {
        StreamsConfig config = new StreamsConfig(properties(
                "kafka.probing.rebalance.interval.ms",
                "600000",
                "kafka.max.warmup.replicas",
                "2",
                "kafka.num.standby.replicas",
                "1"));
        assertThat(config.getLong(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG))
                .isEqualTo(600_000);
        assertThat(config.getInt(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG)).isEqualTo(2);
        assertThat(config.getInt(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG)).isEqualTo(1);
    }

    @Test
    void knowsHowLongTheConsumerMayGoWithoutAPoll() {
        assertThat(of().pollsWithin()).isEqualTo(Duration.ofMinutes(5));
        assertThat(of("kafka.max.poll.interval.ms", "60000").pollsWithin()).isEqualTo(Duration.ofMinutes(1));
        assertThat(of("kafka.max.poll.interval.ms", "60000", "kafka.main.consumer.max.poll.interval.ms", "90000")
                        .pollsWithin())
                .isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void recordsThatAreSentOneByOneAreNeitherHeldNorCompressed() {
        assertThat(producer())
                .containsEntry("compression.type", "lz4")
                .containsEntry("batch.size", 131_072)
                .containsEntry("linger.ms", "100");
        assertThat(producer("score.mode", "immediate", "adapt.statistics", "ema"))
                .doesNotContainKeys("compression.type", "batch.size")
                .containsEntry("linger.ms", 0);
    }

    @Test
    void whatIsConfiguredOfSendingWinsWithAndWithoutItsPrefix() {
        for (String prefix : new String[] {"kafka.", "kafka.producer."}) {
            assertThat(producer(prefix + "batch.size", "65536", prefix + "compression.type", "zstd"))
                    .containsEntry("batch.size", "65536")
                    .containsEntry("compression.type", "zstd");
            assertThat(producer("score.mode", "immediate", "adapt.statistics", "ema", prefix + "linger.ms", "3"))
                    .containsEntry("linger.ms", "3");
        }
    }

    /** What the producer of a stream thread is given. */
    private static Map<String, Object> producer(String... overrides) {
        return new StreamsConfig(properties(overrides)).getProducerConfigs("client");
    }

    @Test
    void aTransactionOutlastsTheIntervalOfCommits() {
        assertThat(properties()).containsEntry("producer.transaction.timeout.ms", 10_100);
        Properties rare = properties("publish.commit-interval", "30s");
        assertThat(rare).containsEntry("producer.transaction.timeout.ms", 40_000);
        assertThat(new StreamsConfig(rare).getProducerConfigs("client"))
                .extractingByKey("transaction.timeout.ms")
                .hasToString("40000");
        assertThat(properties("publish.guarantee", "at_least_once", "publish.commit-interval", "30s"))
                .doesNotContainKey("producer.transaction.timeout.ms");
    }

    @Test
    void theTimeOfATransactionIsTakenFromTheConfigurationAndRefusedWhereNoCommitWouldComeInTime() {
        for (String key : List.of("kafka.transaction.timeout.ms", "kafka.producer.transaction.timeout.ms")) {
            assertThat(properties(key, "3000")).containsEntry("producer.transaction.timeout.ms", 3_000);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> properties(key, "3000", "publish.commit-interval", "5s"))
                    .withMessage(key + " refused: expected no less than publish.commit-interval, which is 5000 ms,"
                            + " got 3000; leave it out for 10000 ms more than that");
        }
    }

    @Test
    void transactionsThatTheBrokersDoNotAllowAreExplained() {
        assertThat(ClusterRefusal.words(
                        new StreamsException(new KafkaException("Unexpected error in InitProducerIdResponse; "
                                + Errors.INVALID_TRANSACTION_TIMEOUT.message()))))
                .hasValueSatisfying(words ->
                        assertThat(words).contains("publish.commit-interval").contains("transaction.max.timeout.ms"));
    }

    private static Properties properties(String... overrides) {
        return of(overrides).streams();
    }

    private static StreamsProperties of(String... overrides) {
        Map<String, String> keys =
                new HashMap<>(Map.of("bundle", Bundles.BUILTIN, "kafka.bootstrap.servers", "nowhere:1"));
        for (int i = 0; i < overrides.length; i += 2) {
            keys.put(overrides[i], overrides[i + 1]);
        }
        return new StreamsProperties(Settings.of(keys, Map.of(), Map.of()));
    }
}
