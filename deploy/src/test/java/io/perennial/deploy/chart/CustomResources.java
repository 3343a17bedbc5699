// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Objects of Prometheus' operator and of KEDA, which no model here knows: the fields that the chart may use, by their place,
 * and those that must be there. Written by hand from the two projects' references.
 */
final class CustomResources {

    /** Of a place, what may be there; a star is what must be. Lists are looked into. */
    private static final Map<String, Map<String, Set<String>>> FIELDS = Map.of(
            "ServiceMonitor",
            Map.of(
                    "spec", Set.of("selector*", "endpoints*", "namespaceSelector", "jobLabel"),
                    "spec.selector", Set.of("matchLabels*"),
                    "spec.endpoints", Set.of("port*", "path", "interval", "scrapeTimeout", "scheme")),
            "PrometheusRule",
            Map.of(
                    "spec", Set.of("groups*"),
                    "spec.groups", Set.of("name*", "rules*", "interval"),
                    "spec.groups.rules", Set.of("record", "alert", "expr*", "for", "labels", "annotations")),
            "ScaledObject",
            Map.of(
                    "spec",
                    Set.of(
                            "scaleTargetRef*",
                            "minReplicaCount*",
                            "maxReplicaCount*",
                            "pollingInterval",
                            "advanced",
                            "triggers*"),
                    "spec.scaleTargetRef",
                    Set.of("apiVersion*", "kind*", "name*"),
                    "spec.advanced",
                    Set.of("horizontalPodAutoscalerConfig*"),
                    "spec.advanced.horizontalPodAutoscalerConfig",
                    Set.of("behavior*"),
                    "spec.advanced.horizontalPodAutoscalerConfig.behavior",
                    Set.of("scaleDown*", "scaleUp"),
                    "spec.triggers",
                    Set.of("type*", "metadata*", "authenticationRef"),
                    "spec.triggers.authenticationRef",
                    Set.of("name*"),
                    "spec.triggers.metadata",
                    Set.of(
                            "bootstrapServers*",
                            "consumerGroup*",
                            "topic*",
                            "lagThreshold*",
                            "offsetResetPolicy*",
                            "limitToPartitionsWithLag*",
                            "version*",
                            "tls*",
                            "sasl*",
                            "oauthTokenEndpointUri",
                            "scopes")),
            "TriggerAuthentication",
            Map.of(
                    "spec", Set.of("secretTargetRef*"),
                    "spec.secretTargetRef", Set.of("parameter*", "name*", "key*")));

    private CustomResources() {}

    /** @throws IllegalArgumentException with the field that is wrong */
    static void check(Manifest manifest) {
        Map<String, Set<String>> places = FIELDS.get(manifest.kind());
        if (places == null) {
            throw new IllegalArgumentException("unknown kind " + manifest.apiVersion() + " " + manifest.kind());
        }
        places.keySet().forEach(place -> check(manifest, place, place, manifest.json(), places.get(place)));
        if (manifest.kind().equals("ScaledObject")) {
            // KEDA takes texts only.
            manifest.at("/spec/triggers/0/metadata").properties().forEach(e -> {
                if (!e.getValue().isTextual()) {
                    throw new IllegalArgumentException(manifest + ": " + e.getKey() + " is no text");
                }
            });
        }
    }

    private static void check(Manifest manifest, String place, String path, JsonNode node, Set<String> fields) {
        if (node.isArray()) {
            node.forEach(item -> check(manifest, place, path, item, fields));
            return;
        }
        if (path.isEmpty()) {
            compare(manifest + " " + place, node, fields);
            return;
        }
        int dot = path.indexOf('.');
        JsonNode next = node.path(dot < 0 ? path : path.substring(0, dot));
        if (!next.isMissingNode()) {
            check(manifest, place, dot < 0 ? "" : path.substring(dot + 1), next, fields);
        }
    }

    private static void compare(String where, JsonNode node, Set<String> fields) {
        Set<String> there = new TreeSet<>();
        node.fieldNames().forEachRemaining(there::add);
        for (String field : fields) {
            String name = field.replace("*", "");
            if (field.endsWith("*") && !there.contains(name)) {
                throw new IllegalArgumentException(where + ": missing " + name);
            }
            there.remove(name);
        }
        if (!there.isEmpty()) {
            throw new IllegalArgumentException(where + ": unknown " + there);
        }
    }
}
