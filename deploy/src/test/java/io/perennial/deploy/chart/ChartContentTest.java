// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What single values lead to, where no rule for all cases says it. */
class ChartContentTest {

    @TempDir
    private Path directory;

    @BeforeAll
    static void helm() {
        Chart.needHelm();
    }

    @Test
    void pointsToStoreAndBundleWithOneAddress() throws IOException {
        Settings settings = settings(Chart.render("s3"));
        assertThat(settings.bundle()).isEqualTo("store:digits@20261101-1");
        assertThat(settings.store().uri()).contains("s3://models/perennial");
        assertThat(settings(Chart.render("mtls")).store().uri()).contains("s3://models");
        assertThat(settings(Chart.renderWith(Map.of("bundle.uri", "s3://m/p/d", "store.uri", "s3://m/p/")))
                        .bundle())
                .isEqualTo("store:d");
    }

    @Test
    void mountsSecretsAndWritesNoneOfThem() throws IOException {
        String rendered = Chart.render("scram-tls");
        Map<String, String> kafka = settings(rendered).kafka();
        assertThat(kafka)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("ssl.truststore.type", "PEM")
                .containsEntry("ssl.truststore.certificates", PodView.PEM)
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required"
                                + " username=\"a secret of KAFKA_USERNAME\" password=\"a secret of KAFKA_PASSWORD\";");
        assertThat(find(rendered, "ConfigMap").at("/data/perennial.yaml").asText())
                .contains("${KAFKA_PASSWORD}")
                .doesNotContain("a secret of");
    }

    @Test
    void showsACertificateWhereItIsAsked() throws IOException {
        assertThat(settings(Chart.render("mtls")).kafka())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("ssl.keystore.type", "PEM")
                .containsEntry("ssl.keystore.certificate.chain", PodView.PEM)
                .containsEntry("ssl.keystore.key", PodView.PEM)
                .doesNotContainKeys("sasl.mechanism", "sasl.jaas.config");
    }

    @Test
    void asksForTokens() throws IOException {
        assertThat(settings(Chart.render("oauth")).kafka())
                .containsEntry("sasl.oauthbearer.token.endpoint.url", "https://login.example.com:8443/token")
                .containsEntry("ssl.truststore.certificates", "a secret of COMPANY_CA")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                                + " clientId=\"a secret of KAFKA_USERNAME\" clientSecret=\"a secret of KAFKA_PASSWORD\""
                                + " scope=\"kafka\";");
    }

    @Test
    void isAStaticMemberOnlyWithAFixedName() throws IOException {
        assertThat(settings(Chart.render("minimal")).kafka())
                .containsEntry("group.instance.id", "rel-perennial-0")
                .containsEntry("state.dir", "/var/lib/perennial");
        assertThat(settings(Chart.render("deployment-keda")).kafka())
                .doesNotContainKey("group.instance.id")
                .containsEntry("state.dir", "/var/lib/perennial");
    }

    @Test
    void hasStandbysWhereThereMayBeSeveralPods() throws IOException {
        assertThat(settings(Chart.render("minimal")).kafka()).containsEntry("num.standby.replicas", "0");
        assertThat(settings(Chart.render("s3")).kafka()).containsEntry("num.standby.replicas", "1");
        assertThat(settings(Chart.render("deployment-keda")).kafka()).containsEntry("num.standby.replicas", "1");
        assertThat(settings(Chart.render("hpa")).kafka()).containsEntry("num.standby.replicas", "2");
    }

    @Test
    void countsInstancesByTheFewestThereMayBe() throws IOException {
        assertThat(settings(Chart.render("minimal")).application().instances()).isEqualTo(1);
        assertThat(settings(Chart.render("s3")).application().instances()).isEqualTo(3);
        assertThat(settings(Chart.render("deployment-keda")).application().instances())
                .isEqualTo(2);
        assertThat(settings(Chart.render("hpa")).application().instances()).isEqualTo(3);
    }

    /** Numbers of Go's templates turn into 1.048576e+07 where one is not careful. */
    @Test
    void passesTheApplicationsOwnKeysAsTheyAre() throws IOException {
        Settings settings = settings(Chart.render("everything"));
        assertThat(settings.record().maxBytes()).isEqualTo(10485760);
        assertThat(settings.adapt().seed()).isEqualTo(1234567890);
        assertThat(settings.adapt().learningRate()).isEqualTo(1e-4);
        assertThat(settings.adapt().checkpoint().inlineLimit()).isEqualTo(512 << 10);
        assertThat(settings.kafka())
                .containsEntry("fetch.max.bytes", "52428800")
                .containsEntry("session.timeout.ms", "90000");
    }

    @Test
    void opensTheNetworkForWhatIsNamedAndNothingElse() {
        JsonNode policy = find(Chart.render("s3"), "NetworkPolicy").at("/spec");
        assertThat(policy.at("/egress").findValuesAsText("port"))
                .containsExactly("53", "53", "5353", "5353", "9092", "443", "9000");
        assertThat(policy.at("/ingress/0/from").toString()).isEqualTo("[{\"podSelector\":{}}]");
        assertThat(policy.at("/ingress/0/ports").findValuesAsText("port")).containsExactly("8080");
        assertThat(find(Chart.render("everything"), "NetworkPolicy")
                        .at("/spec/egress/1")
                        .findValuesAsText("port"))
                .containsExactly("9094", "9095");
        assertThat(find(Chart.render("oauth"), "NetworkPolicy")
                        .at("/spec/egress/2")
                        .findValuesAsText("port"))
                .containsExactly("443", "8443");
        JsonNode closed = find(Chart.render("networkpolicy"), "NetworkPolicy").at("/spec");
        assertThat(closed.at("/ingress").toString()).isEqualTo("[]");
        assertThat(closed.at("/egress")).hasSize(5);
    }

    @Test
    void scalesWithTheLagByTheSameSecrets() {
        String rendered = Chart.render("deployment-keda");
        JsonNode trigger = find(rendered, "ScaledObject").at("/spec/triggers/0/metadata");
        assertThat(trigger.get("consumerGroup").asText()).isEqualTo("digits");
        assertThat(trigger.get("topic").asText()).isEqualTo("camera.images");
        assertThat(trigger.get("limitToPartitionsWithLag").asText()).isEqualTo("true");
        assertThat(trigger.get("lagThreshold").asText()).isEqualTo("2000");
        assertThat(trigger.get("sasl").asText()).isEqualTo("scram_sha256");
        assertThat(trigger.get("tls").asText()).isEqualTo("enable");
        assertThat(find(rendered, "TriggerAuthentication")
                        .at("/spec/secretTargetRef")
                        .findValuesAsText("parameter"))
                .containsExactly("username", "password", "ca", "cert", "key");
    }

    @Test
    void rollsNoPodForTheNumberOfThem() {
        String two = Chart.renderWith(Map.of("replicas", 2));
        String three = Chart.renderWith(Map.of("replicas", 3));
        assertThat(checksum(three)).isEqualTo(checksum(two));
        assertThat(find(three, "ConfigMap").at("/data/perennial.yaml").asText()).contains("instances: 3");
    }

    @Test
    void asksForAGpu() {
        JsonNode spec = find(Chart.render("gpu"), "StatefulSet").at("/spec/template/spec");
        assertThat(spec.at("/containers/0/image").asText())
                .isEqualTo("registry.example.com/perennial:0.1.0-SNAPSHOT-cuda");
        assertThat(spec.at("/containers/0/resources/limits").toString())
                .isEqualTo("{\"memory\":\"16Gi\",\"nvidia.com/gpu\":1}");
        assertThat(spec.at("/nodeSelector/accelerator").asText()).isEqualTo("h100");
        assertThat(spec.at("/tolerations/0/key").asText()).isEqualTo("nvidia.com/gpu");
        assertThat(find(Chart.render("gpu"), "ConfigMap")
                        .at("/data/perennial.yaml")
                        .asText())
                .contains("device: cuda:0");
    }

    @Test
    void rollsThePodsWhenTheConfigurationChanges() {
        String before = checksum(Chart.renderWith(Map.of()));
        assertThat(checksum(Chart.renderWith(Map.of("tensor.batch-size", 32)))).isNotEqualTo(before);
        assertThat(checksum(Chart.renderWith(Map.of("resources.limits.memory", "3Gi"))))
                .isEqualTo(before);
    }

    /** What is made for the service's memory and devices is nothing for the pods of hooks. */
    @Test
    void givesHooksNeitherTheHeapNorTheGpu() {
        for (String name : List.of("everything", "gpu")) {
            for (Manifest manifest : Manifest.read(Chart.render(name))) {
                if (manifest.hasPods() && !manifest.hook().isEmpty()) {
                    JsonNode spec = manifest.pod().get("spec");
                    assertThat(spec.findValuesAsText("name")).doesNotContain("JDK_JAVA_OPTIONS");
                    assertThat(spec.at("/containers/0/resources/limits").has("nvidia.com/gpu"))
                            .isFalse();
                    assertThat(spec.path("nodeSelector").has("accelerator")).isFalse();
                    assertThat(spec.path("nodeSelector").has("disk")).isEqualTo(name.equals("everything"));
                }
            }
        }
    }

    private static String checksum(String rendered) {
        return find(rendered, "StatefulSet")
                .at("/spec/template/metadata/annotations/checksum~1config")
                .asText();
    }

    @Test
    void carriesTheRulesAndTheDashboardAsTheyAre() throws IOException {
        String rendered = Chart.render("monitoring");
        JsonNode original = Chart.YAML.readTree(Files.readString(Path.of("prometheus", "perennial-rules.yaml")));
        assertThat(find(rendered, "PrometheusRule").at("/spec")).isEqualTo(original);
        Manifest dashboard = Manifest.read(rendered).stream()
                .filter(manifest -> manifest.name().equals("rel-perennial-dashboard"))
                .findFirst()
                .orElseThrow();
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(dashboard.at("/data/perennial.json").asText()))
                .isEqualTo(json.readTree(Files.readString(Path.of("grafana", "perennial.json"))));
        assertThat(dashboard.labels().get("grafana_dashboard").asText()).isEqualTo("1");
    }

    @Test
    void installsTheVersionThatIsBuilt() throws IOException {
        String pom = Files.readString(Path.of("..", "pom.xml"));
        JsonNode chart = Chart.YAML.readTree(Files.readString(Chart.HOME.resolve("Chart.yaml")));
        assertThat(pom)
                .containsPattern("<artifactId>perennial</artifactId>\\s*<version>"
                        + Pattern.quote(chart.get("appVersion").asText()) + "</version>");
        assertThat(find(Chart.render("minimal"), "StatefulSet")
                        .at("/spec/template/spec/containers/0/image")
                        .asText())
                .isEqualTo("perennial:" + chart.get("appVersion").asText());
    }

    /** Helm puts only files below the chart into it. */
    @Test
    void keepsCopiesOfTheOriginals() throws IOException {
        for (List<String> file :
                List.of(List.of("prometheus", "perennial-rules.yaml"), List.of("grafana", "perennial.json"))) {
            Kept.same(
                    Chart.HOME.resolve("files").resolve(file.get(1)),
                    Files.readString(Path.of(file.get(0), file.get(1))));
        }
    }

    private Settings settings(String rendered) throws IOException {
        List<Manifest> manifests = Manifest.read(rendered);
        Manifest workload = new References(manifests, Chart.YAML.createObjectNode()).workload();
        return ChartTest.settings(manifests, workload, directory.resolve("perennial.yaml"));
    }

    /** The first of a kind that is the release's own. */
    private static Manifest find(String rendered, String kind) {
        return Manifest.read(rendered).stream()
                .filter(manifest ->
                        manifest.kind().equals(kind) && manifest.hook().isEmpty())
                .findFirst()
                .orElseThrow();
    }
}
