// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** One rendered object. */
record Manifest(JsonNode json) {

    static List<Manifest> read(String yaml) {
        List<Manifest> manifests = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                Chart.YAML.readerFor(JsonNode.class).readValues(yaml)) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                if (document != null && document.isObject()) {
                    manifests.add(new Manifest(document));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return manifests;
    }

    String apiVersion() {
        return at("/apiVersion").asText();
    }

    String kind() {
        return at("/kind").asText();
    }

    String name() {
        return at("/metadata/name").asText();
    }

    JsonNode at(String pointer) {
        return json.at(pointer);
    }

    JsonNode labels() {
        return at("/metadata/labels");
    }

    /** Where Helm is told to treat it as a hook: the events, or nothing. */
    String hook() {
        return json.path("metadata").path("annotations").path("helm.sh/hook").asText();
    }

    int hookWeight() {
        return json.path("metadata")
                .path("annotations")
                .path("helm.sh/hook-weight")
                .asInt();
    }

    boolean hasPods() {
        return kind().equals("Pod") || !at("/spec/template/spec").isMissingNode();
    }

    /** Metadata and spec of its pods. */
    JsonNode pod() {
        return kind().equals("Pod") ? json : at("/spec/template");
    }

    @Override
    public String toString() {
        return kind() + "/" + name();
    }
}
