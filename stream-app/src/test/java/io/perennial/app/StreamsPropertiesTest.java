// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.config.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
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
        assertThat(properties())
                .containsEntry("producer.compression.type", "lz4")
                .doesNotContainKey("producer.linger.ms");
        assertThat(properties("score.mode", "immediate", "adapt.statistics", "ema"))
                .doesNotContainKey("producer.compression.type")
                .containsEntry("producer.linger.ms", 0);
        assertThat(properties("score.mode", "immediate", "kafka.producer.compression.type", "zstd"))
                .containsEntry("producer.compression.type", "zstd");
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
