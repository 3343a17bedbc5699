// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    private static final String MINIMAL =
            """
            bundle: builtin:digits
            kafka:
              bootstrap.servers: broker:9092
            """;

    @TempDir
    private Path directory;

    private Settings load(String yaml, Map<String, String> environment, Map<String, String> bundle) {
        Path file = directory.resolve("perennial.yaml");
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Settings.load(file, environment, bundle);
    }

    private Settings load(String yaml) {
        return load(yaml, Map.of(), Map.of());
    }

    @Test
    void needsOnlyABundleAndABroker() {
        Settings settings = load(MINIMAL);

        assertThat(settings.bundle()).isEqualTo("builtin:digits");
        assertThat(settings.kafka()).containsExactly(Map.entry("bootstrap.servers", "broker:9092"));
        assertThat(settings.application().id()).isEqualTo("perennial");
        assertThat(settings.record().topic()).isEqualTo("perennial.events");
        assertThat(settings.record().deadLetterTopic()).isEqualTo("perennial.dead-letter");
        assertThat(settings.record().maxBytes()).isEqualTo(1 << 20);
        assertThat(settings.tensor().batchSize()).isEqualTo(64);
        assertThat(settings.tensor().maxWait()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.score().engine()).isEqualTo("auto");
        assertThat(settings.score().sourceShadow()).isTrue();
        assertThat(settings.publish().predictionsTopic()).isEqualTo("perennial.predictions");
        assertThat(settings.publish().uncertaintyTopic()).isEqualTo("perennial.uncertainty");
        assertThat(settings.publish().labelsTopic()).isEmpty();
        assertThat(settings.publish().guarantee()).hasToString("exactly_once_v2");
        assertThat(settings.publish().commitInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(settings.observe().host()).isEqualTo("127.0.0.1");
        assertThat(settings.observe().port()).isEqualTo(8080);
    }

    @Test
    void adaptsByTheDefaultMethodUnlessToldOtherwise() {
        AdaptSettings adapt = load(MINIMAL).adapt();

        assertThat(adapt.enabled()).isTrue();
        assertThat(adapt.method()).isEqualTo(AdaptSettings.Method.PERENNIAL);
        assertThat(adapt.parameters()).isEqualTo("all");
        assertThat(adapt.statistics()).isEqualTo(AdaptSettings.Statistics.EMA);
        assertThat(adapt.learningRate()).isEqualTo(1e-3);
        assertThat(adapt.teacherMomentum()).isEqualTo(0.999);
        assertThat(adapt.anchorThreshold()).isEqualTo(0.92);
        assertThat(adapt.restoreQuantile()).isEqualTo(0.03);
        assertThat(adapt.priorWeight()).isEqualTo(1e-9);
        assertThat(adapt.views()).isEqualTo(16);
        assertThat(adapt.checkpoint().steps()).isEqualTo(50);
        assertThat(adapt.checkpoint().inlineLimit()).isEqualTo(1 << 20);
        assertThat(adapt.seed()).isEqualTo(1);
    }

    @Test
    void namesTopicsAfterTheApplication() {
        Settings settings = load(MINIMAL + "application:\n  id: shop\npublish:\n  labels-topic: shop.labels\n");

        assertThat(settings.record().topic()).isEqualTo("shop.events");
        assertThat(settings.publish().labelsTopic()).contains("shop.labels");
    }

    @Test
    void ranksTheEnvironmentAboveTheFileAboveTheBundleAboveTheDefaults() {
        String yaml = MINIMAL + "adapt:\n  views: 4\n  seed: 7\n";
        Map<String, String> environment = Map.of("PERENNIAL_ADAPT_VIEWS", "2", "PERENNIAL_TENSOR_BATCH_SIZE", "128");
        Map<String, String> bundle = Map.of("adapt.views", "16", "adapt.seed", "9", "adapt.learning-rate", "0.01");

        Settings settings = load(yaml, environment, bundle);

        assertThat(settings.tensor().batchSize()).isEqualTo(128);
        assertThat(settings.adapt().views()).isEqualTo(2);
        assertThat(settings.adapt().seed()).isEqualTo(7);
        assertThat(settings.adapt().learningRate()).isEqualTo(0.01);
        assertThat(settings.adapt().restoreProbability()).isEqualTo(0.01);
    }

    @Test
    void passesClientPropertiesOnUnderTheirOwnNames() {
        String yaml =
                """
                bundle: b
                kafka:
                  bootstrap.servers: [one:9092, two:9092]
                  num.stream.threads: 2
                  security:
                    protocol: SASL_SSL
                  ssl.endpoint.identification.algorithm:
                """;

        assertThat(load(yaml, Map.of("PERENNIAL_KAFKA_SASL_MECHANISM", "PLAIN"), Map.of())
                        .kafka())
                .containsEntry("bootstrap.servers", "one:9092,two:9092")
                .containsEntry("num.stream.threads", "2")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "PLAIN");
    }

    @Test
    void takesSecretsFromTheEnvironmentAndNeverShowsThem() {
        String yaml = MINIMAL + "  sasl.jaas.config: 'Login required password=\"${KAFKA_PASSWORD}\";'\n"
                + "  ssl.key.password: hunter2\n";

        Settings settings = load(yaml, Map.of("KAFKA_PASSWORD", "a$b\\c"), Map.of());

        assertThat(settings.kafka()).containsEntry("sasl.jaas.config", "Login required password=\"a$b\\c\";");
        assertThat(settings.describe())
                .doesNotContain("hunter2", "Login", "a$b")
                .contains("********");
        assertThat(settings.toString()).isEqualTo(settings.describe());
    }

    @Test
    void saysWhereEachValueComesFrom() {
        Settings settings = load(
                MINIMAL + "tensor:\n  batch-size: 32\n",
                Map.of("PERENNIAL_OBSERVE_PORT", "0"),
                Map.of("adapt.views", "3"));

        assertThat(settings.describe().lines())
                .contains(
                        "kafka.bootstrap.servers: broker:9092  # perennial.yaml:3",
                        "tensor.batch-size: 32  # perennial.yaml:5",
                        "tensor.max-wait: 1s  # default",
                        "record.topic: perennial.events  # default",
                        "observe.port: 0  # PERENNIAL_OBSERVE_PORT",
                        "adapt.views: 3  # bundle");
    }

    @Test
    void keepsPatternsAsTheyAre() {
        String pattern = "conv\\d+\\.weight$";

        assertThat(load(MINIMAL + "adapt:\n  parameters: '" + pattern + "'\n")
                        .adapt()
                        .parameters())
                .isEqualTo(pattern);
    }

    @Test
    void readsUnitsOfTimeAndSize() {
        Settings settings = load(MINIMAL + "record: {max-bytes: 512KiB}\ntensor: {max-wait: 2m}\n");

        assertThat(settings.record().maxBytes()).isEqualTo(512 * 1024);
        assertThat(settings.tensor().maxWait()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void overlooksWhatTheEnvironmentHoldsForOthers() {
        Map<String, String> environment = Map.of(
                "PATH", "/bin",
                "PERENNIAL_HOME", "/opt/perennial",
                "PERENNIAL_KAFKA_SERVICE_HOST", "10.0.0.1",
                "PERENNIAL_KAFKA_PORT", "tcp://10.0.0.1:9092",
                "PERENNIAL_KAFKA_PORT_9092_TCP_ADDR", "10.0.0.1",
                "PERENNIAL_OBSERVE_PORT", "tcp://10.0.0.2:8080");

        Settings settings = load(MINIMAL, environment, Map.of());

        assertThat(settings.kafka()).hasSize(1);
        assertThat(settings.observe().port()).isEqualTo(8080);
    }

    @Test
    void needsNoFile() {
        Settings settings = Settings.of(
                Map.of("bundle", "b", "kafka.bootstrap.servers", "h:1", "adapt.checkpoint.steps", "5"),
                Map.of(),
                Map.of());

        assertThat(settings.adapt().checkpoint().steps()).isEqualTo(5);
        assertThat(settings.kafka()).containsEntry("bootstrap.servers", "h:1");
    }
}
