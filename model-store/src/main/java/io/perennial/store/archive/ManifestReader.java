// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Reads and checks a manifest: every key it must have and no other, of the right type. */
final class ManifestReader {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(3)
                            .maxNumberLength(20)
                            .maxStringLength(Manifest.LONGEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Set<String> KEYS =
            Set.of("format", "name", "version", "created", "writer", "metadata", "parts");
    private static final Set<String> PART_KEYS = Set.of("sha256", "size");

    private final String where;

    ManifestReader(String where) {
        this.where = where;
    }

    Manifest read(byte[] file) throws IOException {
        if (file.length > Manifest.LONGEST) {
            throw refused("at most " + Manifest.LONGEST + " bytes", file.length + "", null);
        }
        JsonNode root = parse(file);
        keys(root, KEYS, "the manifest");
        if (!root.get("format").isInt() || root.get("format").intValue() != Manifest.FORMAT) {
            throw refused("format " + Manifest.FORMAT, root.get("format").toString(), null);
        }
        try {
            UUID writer = UUID.fromString(text(root, "writer"));
            StoredVersion version = new StoredVersion(
                    text(root, "name"),
                    text(root, "version"),
                    Instant.parse(text(root, "created")),
                    metadata(root.get("metadata")),
                    parts(root.get("parts")));
            return new Manifest(writer, version);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw refused("names, hashes and times", e.getMessage(), e);
        }
    }

    private JsonNode parse(byte[] file) throws IOException {
        try {
            return JSON.readTree(file);
        } catch (JsonProcessingException e) {
            throw refused("a whole JSON object", e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw refused("UTF-8", e.getMessage(), e);
        }
    }

    private Map<String, String> metadata(JsonNode object) throws IOException {
        Map<String, String> metadata = new HashMap<>();
        for (Iterator<String> keys = object(object, "metadata").fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            metadata.put(key, text(object, key));
        }
        return metadata;
    }

    private Map<String, StoredPart> parts(JsonNode object) throws IOException {
        Map<String, StoredPart> parts = new HashMap<>();
        for (Iterator<String> names = object(object, "parts").fieldNames(); names.hasNext(); ) {
            String name = names.next();
            JsonNode part = object.get(name);
            keys(part, PART_KEYS, name);
            if (!part.get("size").canConvertToLong() || !part.get("size").isIntegralNumber()) {
                throw refused("a size in bytes at " + name, part.get("size").toString(), null);
            }
            parts.put(
                    name, new StoredPart(text(part, "sha256"), part.get("size").longValue()));
        }
        return parts;
    }

    private void keys(JsonNode object, Set<String> expected, String at) throws IOException {
        Set<String> got = new TreeSet<>();
        object(object, at).fieldNames().forEachRemaining(got::add);
        if (!got.equals(expected)) {
            throw refused("the keys " + expected.stream().sorted().toList() + " in " + at, got + "", null);
        }
    }

    private JsonNode object(JsonNode node, String at) throws IOException {
        if (!node.isObject()) {
            throw refused("an object at " + at, node.getNodeType() + "", null);
        }
        return node;
    }

    private String text(JsonNode object, String key) throws IOException {
        JsonNode value = object.get(key);
        if (!value.isTextual()) {
            throw refused("a text at " + StoreNames.shown(key), value.getNodeType() + "", null);
        }
        return value.textValue();
    }

    private IOException refused(String expected, String got, Exception cause) {
        return new IOException(
                "manifest refused: expected " + expected + ", got " + StoreNames.shown(got) + " [" + where
                        + "]; remove the version and publish it again",
                cause);
    }
}
