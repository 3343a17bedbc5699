// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.config.ConfigurationRefused;
import io.perennial.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that are wrong: refused before anything reaches the cluster, and once more by the application. */
class ChartRefusalsTest {

    @TempDir
    private Path directory;

    @BeforeAll
    static void helm() {
        Chart.needHelm();
    }

    @Test
    void needsBrokersAndABundle() {
        assertThatThrownBy(Chart::renderBare).hasMessageContaining("kafka.bootstrapServers refused: expected brokers");
        assertThatThrownBy(() -> render("bundle.uri", ""))
                .hasMessageContaining("bundle.uri refused: expected builtin:digits")
                .hasMessageContaining("got nothing; set bundle.uri");
    }

    @ParameterizedTest
    @CsvSource({
        "replcas, 2",
        "kafka.bootstrapserver, kafka:9092",
        "kafka.tls.keys.cert, a",
        "tensor.batch-sise, 64",
        "adapt.drift.windows, 500",
        "adapt.checkpoint.step, 5",
        "probes.startup.failureTreshold, 3",
        "networkPolicy.egress.port, 443"
    })
    void refusesMisspeltKeys(String key, String value) {
        String word = key.substring(key.lastIndexOf('.') + 1);
        assertThatThrownBy(() -> render(key, value))
                .hasMessageContaining("values don't meet the specifications of the schema")
                .hasMessageContaining("additional properties '" + word + "' not allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "tensor.batch-size, many",
        "tensor.batch-size, 0",
        "tensor.max-wait, 5",
        "adapt.enabled, perhaps",
        "adapt.method, petal",
        "publish.format, xml",
        "workload, DaemonSet",
        "replicas, two",
        "terminationGracePeriodSeconds, 30",
        "image.tag, latest",
        "image.digest, sha256:1",
        "kafka.security.protocol, TLS",
        "kafka.sasl.mechanism, GSSAPI",
        "resources.limits.memory, much",
        "persistence.size, 1GB",
        "topics.retention, 7 days",
        "topics.replicationFactor, 0",
        "keda.minReplicas, 0",
        "gpu.device, cpu"
    })
    void refusesWhatIsMistyped(String key, String value) {
        assertThatThrownBy(() -> render(key, value))
                .hasMessageContaining("values don't meet the specifications of the schema")
                .hasMessageContaining("/" + key.replace('.', '/'));
    }

    /** What the schema cannot see: how values fit together. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keda.enabled=true hpa.enabled=true | keda.enabled refused: expected one autoscaler, got two",
                "keda.enabled=true kafka.security.protocol=SASL_SSL kafka.sasl.existingSecret=t kafka.sasl.mechanism=OAUTHBEARER kafka.sasl.oauth.tokenEndpointUrl=https://a/t | keda.enabled refused: expected a mechanism of Kafka that KEDA takes",
                "hpa.enabled=true hpa.minReplicas=7 | hpa.minReplicas refused: expected at most hpa.maxReplicas (6), got 7",
                "bundle.uri=digits | bundle.uri refused: expected builtin:digits",
                "bundle.uri=s3://models | bundle.uri refused: expected builtin:digits",
                "bundle.uri=store:digits | bundle.uri refused: expected a store for store:digits, got none",
                "bundle.uri=s3://a/b/digits store.uri=s3://a/c | store.uri refused: expected nothing, or s3://a/b as in bundle.uri, got s3://a/c",
                "kafka.tls.existingSecret=ca | kafka.tls refused: expected kafka.security.protocol SSL or SASL_SSL",
                "kafka.tls.clientCertificate=true | kafka.tls.clientCertificate refused: expected a Secret",
                "kafka.security.protocol=SSL kafka.tls.clientSecret=c | kafka.tls.clientSecret refused: expected kafka.tls.clientCertificate true",
                "kafka.security.protocol=SASL_SSL | kafka.sasl.existingSecret refused: expected a Secret with the credentials",
                "kafka.sasl.existingSecret=user | kafka.sasl.existingSecret refused: expected kafka.security.protocol SASL_SSL",
                "kafka.security.protocol=SASL_SSL kafka.sasl.existingSecret=u kafka.sasl.mechanism=OAUTHBEARER | kafka.sasl.oauth.tokenEndpointUrl refused",
                "kafka.properties.ssl\\.key\\.password=hunter2 | kafka.properties.ssl.key.password refused: expected a reference ${NAME}",
                "observe.token=0123456789abcdef | observe.token refused: expected the token in a Secret",
                "observe.control=true | observe.control refused: expected a Secret with the token",
                "observe.control=true observeToken.existingSecret=t | observe.control refused: expected a topic for the commands",
                "observe.enabled=false | observe.enabled refused: expected true",
                "observe.host=127.0.0.1 | observe refused: expected an address that the probes reach",
                "observe.port=80 | observe refused: expected an address that the probes reach",
                "kafka.bootstrapServers=kafka | kafka.bootstrapServers refused: expected host:port, got kafka"
            })
    void refusesWhatContradictsItself(String set, String message) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String value : set.strip().split(" ", -1)) {
            values.put(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
        }
        assertThatThrownBy(() -> Chart.renderWith(values)).hasMessageContaining(message.strip());
    }

    /** A release that somebody edited, or a chart of an earlier version. */
    @Test
    void theApplicationRefusesAMisspeltKeyThatGotPastTheSchema() throws IOException {
        Manifest map = Manifest.read(Chart.render("everything")).stream()
                .filter(manifest -> manifest.kind().equals("ConfigMap"))
                .findFirst()
                .orElseThrow();
        String text = map.at("/data/perennial.yaml").asText();
        Path file = directory.resolve("perennial.yaml");
        Files.writeString(file, text.replace("batch-size: 128", "batch-sise: 128"));
        Manifest pod = Manifest.read(Chart.render("everything")).stream()
                .filter(manifest -> manifest.kind().equals("StatefulSet"))
                .findFirst()
                .orElseThrow();
        assertThat(text).contains("batch-size: 128");
        Map<String, String> environment = PodView.environment(pod, Files.createDirectory(directory.resolve("secrets")));
        assertThatThrownBy(() -> Settings.load(file, environment, Map.of()))
                .isInstanceOf(ConfigurationRefused.class)
                .hasMessageContaining("tensor.batch-sise refused: expected a known key, got one that is not")
                .hasMessageContaining("did you mean tensor.batch-size?");
    }

    private static String render(String key, Object value) {
        return Chart.renderWith(Map.of(key, value));
    }
}
