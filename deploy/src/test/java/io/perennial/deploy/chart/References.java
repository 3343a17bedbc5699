// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** That whatever an object names is there: in the release, or named by the values as being there already. */
final class References {

    private static final Set<String> WORKLOADS = Set.of("StatefulSet", "Deployment");

    private final List<Manifest> manifests;
    private final Set<String> named = new TreeSet<>();

    References(List<Manifest> manifests, JsonNode values) {
        this.manifests = manifests;
        texts(values, named);
    }

    private static void texts(JsonNode node, Set<String> into) {
        if (node.isValueNode()) {
            into.add(node.asText());
        }
        node.forEach(child -> texts(child, into));
    }

    void check() {
        names();
        manifests.stream().filter(Manifest::hasPods).forEach(this::pods);
        Manifest workload = workload();
        JsonNode labels = workload.pod().at("/metadata/labels");
        matches(workload, workload.at("/spec/selector/matchLabels"), labels);
        for (Manifest manifest : manifests) {
            switch (manifest.kind()) {
                case "Service" -> service(manifest, workload);
                case "PodDisruptionBudget" -> onlyTheService(manifest, manifest.at("/spec/selector/matchLabels"));
                case "NetworkPolicy" -> reached(manifest);
                case "ServiceMonitor" -> monitored(manifest);
                case "HorizontalPodAutoscaler", "ScaledObject" -> scaled(manifest, workload);
                default -> {}
            }
        }
    }

    Manifest workload() {
        return manifests.stream()
                .filter(manifest -> WORKLOADS.contains(manifest.kind()))
                .findFirst()
                .orElseThrow();
    }

    private Manifest find(String kind, String name) {
        return manifests.stream()
                .filter(manifest ->
                        manifest.kind().equals(kind) && manifest.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private void names() {
        List<String> names = manifests.stream().map(Manifest::toString).toList();
        assertThat(names).doesNotHaveDuplicates();
        for (Manifest manifest : manifests) {
            assertThat(manifest.name()).as(manifest.toString()).matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
            for (String label : List.of("name", "instance", "managed-by", "version")) {
                assertThat(manifest.labels().has("app.kubernetes.io/" + label))
                        .as(manifest + " " + label)
                        .isTrue();
            }
        }
    }

    private void pods(Manifest manifest) {
        JsonNode spec = manifest.pod().get("spec");
        for (JsonNode volume : spec.get("volumes")) {
            if (volume.has("configMap")) {
                configMap(manifest, volume.at("/configMap/name").asText());
            }
            volume.at("/projected/sources").forEach(source -> assertThat(named)
                    .as(manifest.toString())
                    .contains(source.at("/secret/name").asText()));
            volume.at("/projected/sources")
                    .findValues("key")
                    .forEach(key -> assertThat(named).as(manifest.toString()).contains(key.asText()));
        }
        String account = spec.get("serviceAccountName").asText();
        Manifest own = find("ServiceAccount", account);
        if (own == null) {
            assertThat(named).as(manifest + " account").contains(account);
        } else {
            before(own, manifest);
        }
        boolean claimed = manifest.at("/spec/volumeClaimTemplates/0/metadata/name")
                .asText()
                .equals("state");
        boolean volume = spec.get("volumes").findValuesAsText("name").contains("state");
        boolean mounted =
                spec.at("/containers/0/volumeMounts").findValuesAsText("name").contains("state");
        assertThat(claimed ^ volume).as(manifest + " state").isEqualTo(mounted);
    }

    private void configMap(Manifest manifest, String name) {
        Manifest map = find("ConfigMap", name);
        if (map == null) {
            assertThat(named).as(manifest + " volume").contains(name);
        } else {
            before(map, manifest);
        }
    }

    /** Hooks run before the release's objects are made, in the order of their weights. */
    private static void before(Manifest needed, Manifest by) {
        if (by.hook().startsWith("pre-")) {
            assertThat(needed.hook()).as(by + " needs " + needed).isEqualTo(by.hook());
            assertThat(needed.hookWeight()).as(by + " needs " + needed).isLessThan(by.hookWeight());
        } else {
            assertThat(needed.hook()).as(by + " needs " + needed).isEmpty();
        }
    }

    private void service(Manifest service, Manifest workload) {
        onlyTheService(service, service.at("/spec/selector"));
        assertThat(service.at("/spec/ports/0/targetPort").asText())
                .as(service.toString())
                .isEqualTo(workload.at("/spec/template/spec/containers/0/ports/0/name")
                        .asText());
    }

    /** Pods of hooks come and go: none may be asked for the page or count as one of the service. */
    private void onlyTheService(Manifest manifest, JsonNode selector) {
        for (Manifest other : manifests) {
            if (other.hasPods()) {
                boolean chosen = isChosen(selector, other.pod().at("/metadata/labels"));
                assertThat(chosen).as(manifest + " and " + other).isEqualTo(WORKLOADS.contains(other.kind()));
            }
        }
    }

    /** All of them, or those of the component that is named. */
    private void reached(Manifest policy) {
        JsonNode selector = policy.at("/spec/podSelector/matchLabels");
        String component = selector.path("app.kubernetes.io/component").asText();
        List<Manifest> meant = manifests.stream()
                .filter(Manifest::hasPods)
                .filter(other -> component.isEmpty()
                        || component.equals(other.pod()
                                .at("/metadata/labels")
                                .path("app.kubernetes.io/component")
                                .asText()))
                .toList();
        assertThat(meant).isNotEmpty();
        meant.forEach(other -> matches(policy, selector, other.pod().at("/metadata/labels")));
        assertThat(policy.at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
    }

    private void monitored(Manifest monitor) {
        List<String> chosen = new ArrayList<>();
        for (Manifest other : manifests) {
            if (other.kind().equals("Service") && isChosen(monitor.at("/spec/selector/matchLabels"), other.labels())) {
                chosen.add(other.name());
            }
        }
        assertThat(chosen).as(monitor.toString()).hasSize(1);
    }

    private void scaled(Manifest scaler, Manifest workload) {
        JsonNode target = scaler.at("/spec/scaleTargetRef");
        assertThat(target.get("kind").asText() + "/" + target.get("name").asText())
                .isEqualTo(workload.toString());
        assertThat(workload.at("/spec/replicas").isMissingNode())
                .as("an upgrade would reset the number of pods")
                .isTrue();
        JsonNode authentication = scaler.at("/spec/triggers/0/authenticationRef/name");
        if (!authentication.isMissingNode()) {
            assertThat(find("TriggerAuthentication", authentication.asText())).isNotNull();
        }
    }

    private static void matches(Manifest manifest, JsonNode selector, JsonNode labels) {
        assertThat(isChosen(selector, labels))
                .as(manifest + ": " + selector + " of " + labels)
                .isTrue();
    }

    private static boolean isChosen(JsonNode selector, JsonNode labels) {
        assertThat(selector.isEmpty()).as("selector").isFalse();
        for (Map.Entry<String, JsonNode> wanted : selector.properties()) {
            if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                return false;
            }
        }
        return true;
    }
}
