// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What every pod of the chart has to be: Kubernetes' restricted profile, and more. */
final class PodRules {

    private PodRules() {}

    static void check(Manifest manifest) {
        String what = manifest.toString();
        JsonNode spec = manifest.pod().get("spec");
        assertThat(spec.path("automountServiceAccountToken").asBoolean(true))
                .as(what)
                .isFalse();
        assertThat(spec.path("enableServiceLinks").asBoolean(true)).as(what).isFalse();
        assertThat(spec.has("hostNetwork") || spec.has("hostPID") || spec.has("hostIPC"))
                .as(what)
                .isFalse();
        JsonNode security = spec.get("securityContext");
        assertThat(security.path("runAsNonRoot").asBoolean()).as(what).isTrue();
        assertThat(security.path("runAsUser").asInt()).as(what).isEqualTo(10001);
        assertThat(security.path("fsGroup").asInt()).as(what).isEqualTo(10001);
        assertThat(security.at("/seccompProfile/type").asText()).as(what).isEqualTo("RuntimeDefault");
        assertThat(spec.get("containers")).as(what).hasSize(1);
        container(what, spec.get("containers").get(0));
        volumes(what, spec);
        if (manifest.at("/spec/template/spec/containers/0/args/0").asText().equals("run")) {
            service(what, spec);
        }
    }

    private static void container(String what, JsonNode container) {
        JsonNode security = container.get("securityContext");
        assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                .as(what)
                .isFalse();
        assertThat(security.path("readOnlyRootFilesystem").asBoolean()).as(what).isTrue();
        assertThat(security.at("/capabilities/drop").toString()).as(what).isEqualTo("[\"ALL\"]");
        assertThat(security.at("/capabilities/add").isMissingNode()).as(what).isTrue();
        assertThat(security.has("privileged")).as(what).isFalse();
        assertThat(container.get("image").asText())
                .as(what)
                .matches(".+(:[^:/@]+|@sha256:[0-9a-f]{64})")
                .doesNotEndWith(":latest");
        JsonNode resources = container.get("resources");
        assertThat(resources.at("/requests/cpu").asText()).as(what).isNotEmpty();
        assertThat(resources.at("/requests/memory").asText()).as(what).isNotEmpty();
        assertThat(resources.at("/limits/memory").asText())
                .as(what)
                .isEqualTo(resources.at("/requests/memory").asText());
        assertThat(container.has("envFrom")).as(what).isFalse();
        // Secrets are mounted: what is in the environment is shown by consoles and crash dumps.
        assertThat(container.get("env").findValues("secretKeyRef")).as(what).isEmpty();
        assertThat(container.has("command"))
                .as(what + ": the image has no shell")
                .isFalse();
    }

    private static void volumes(String what, JsonNode spec) {
        List<String> mounted = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        spec.at("/containers/0/volumeMounts").forEach(mount -> {
            mounted.add(mount.get("name").asText());
            paths.add(mount.get("mountPath").asText());
        });
        List<String> volumes = new ArrayList<>();
        spec.get("volumes").forEach(volume -> {
            volumes.add(volume.get("name").asText());
            assertThat(volume.has("hostPath")).as(what).isFalse();
        });
        assertThat(volumes).as(what).doesNotHaveDuplicates();
        assertThat(paths).as(what).doesNotHaveDuplicates().contains("/tmp", "/etc/perennial");
        mounted.removeAll(List.of("state")); // may be a claim, see References
        volumes.removeAll(List.of("state"));
        assertThat(mounted).as(what).containsExactlyInAnyOrderElementsOf(volumes);
    }

    private static void service(String what, JsonNode spec) {
        JsonNode container = spec.at("/containers/0");
        for (String[] probe :
                new String[][] {{"startupProbe", "started"}, {"readinessProbe", "ready"}, {"livenessProbe", "live"}}) {
            JsonNode http = container.path(probe[0]).path("httpGet");
            assertThat(http.path("path").asText()).as(what).isEqualTo("/health/" + probe[1]);
            assertThat(http.path("port").asText()).as(what).isEqualTo("http");
        }
        assertThat(container.at("/ports/0/name").asText()).as(what).isEqualTo("http");
        // The application closes within 30 s.
        assertThat(spec.path("terminationGracePeriodSeconds").asInt()).as(what).isGreaterThan(30);
        List<String> paths = new ArrayList<>();
        container
                .get("volumeMounts")
                .forEach(mount -> paths.add(mount.get("mountPath").asText()));
        assertThat(paths).as(what).contains("/var/lib/perennial");
    }
}
