// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.chart;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the checks of the other tests refuse what they are there to refuse. */
class ChartRulesTest {

    private static String rendered;

    @BeforeAll
    static void helm() {
        Chart.needHelm();
        rendered = Chart.render("everything");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "StatefulSet | replicas: 4 | replicaCount: 4 | replicaCount",
                "StatefulSet | replicas: 4 | replicas: four | four",
                "StatefulSet | serviceName: digits-production-headless | serviceNames: a | serviceNames",
                "StatefulSet | name: perennial | nam: perennial | nam",
                "Service | sessionAffinity: ClientIP | sessionAffinities: ClientIP | sessionAffinities",
                "Service | port: 80 | nodePort: 30080 | port",
                "Job | backoffLimit: 3 | backoffLimit: some | some",
                "NetworkPolicy | policyTypes: [Ingress, Egress] | policyType: [Ingress] | policyType"
            })
    void refusesWhatTheClusterWouldRefuse(String kind, String text, String wrong, String says) {
        Manifest manifest = Manifest.read(rendered.replaceAll("(?m)\\b" + Pattern.quote(text) + "$", wrong)).stream()
                .filter(other -> other.kind().equals(kind) && !other.name().endsWith("-headless"))
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> StrictModels.read(manifest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(says);
    }

    @Test
    void refusesFieldsThatOperatorsDoNotKnow() {
        Manifest monitor = find("ServiceMonitor");
        ((ObjectNode) monitor.at("/spec/endpoints/0")).put("intervall", "5s");
        assertThatThrownBy(() -> CustomResources.check(monitor)).hasMessageContaining("unknown [intervall]");
        Manifest incomplete = find("ServiceMonitor");
        ((ObjectNode) incomplete.at("/spec")).remove("selector");
        assertThatThrownBy(() -> CustomResources.check(incomplete)).hasMessageContaining("missing selector");
    }

    @ParameterizedTest
    @CsvSource({
        "/spec/template/spec/securityContext, runAsNonRoot",
        "/spec/template/spec, automountServiceAccountToken",
        "/spec/template/spec/containers/0/securityContext, readOnlyRootFilesystem",
        "/spec/template/spec/containers/0/securityContext, capabilities",
        "/spec/template/spec/containers/0/resources/limits, memory",
        "/spec/template/spec/containers/0, livenessProbe"
    })
    void refusesPodsThatMayDoMore(String where, String what) {
        Manifest workload = find("StatefulSet");
        assertThatCode(() -> PodRules.check(workload)).doesNotThrowAnyException();
        ((ObjectNode) workload.at(where)).remove(what);
        assertThatThrownBy(() -> PodRules.check(workload))
                .isInstanceOfAny(AssertionError.class, RuntimeException.class);
    }

    @Test
    void refusesNamesThatLeadNowhere() {
        refuses(workload -> ((ObjectNode) workload.at("/spec/template/spec/volumes/0/configMap")).put("name", "gone"));
        refuses(workload -> ((ObjectNode) workload.at("/spec/template/metadata/labels"))
                .put("app.kubernetes.io/component", "other"));
        refuses(workload -> ((ObjectNode) workload.at("/spec/template/spec")).put("serviceAccountName", "gone"));
        refuses(workload -> ((ObjectNode) workload.at("/spec")).remove("volumeClaimTemplates"));
    }

    private static void refuses(Consumer<Manifest> change) {
        List<Manifest> manifests = Manifest.read(rendered);
        JsonNode none = Chart.YAML.createObjectNode();
        change.accept(new References(manifests, none).workload());
        assertThatThrownBy(() -> new References(manifests, Chart.merged("everything")).check())
                .isInstanceOf(AssertionError.class);
    }

    private static Manifest find(String kind) {
        return Manifest.read(rendered).stream()
                .filter(manifest -> manifest.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
