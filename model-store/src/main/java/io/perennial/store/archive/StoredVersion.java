// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A version in a store.
 *
 * @param created when its publisher began, by the publisher's clock
 * @param metadata free text by key
 * @param parts by file name
 */
public record StoredVersion(
        String name, String version, Instant created, Map<String, String> metadata, Map<String, StoredPart> parts) {

    public StoredVersion {
        StoreNames.name(name);
        StoreNames.segment("version", version);
        parts.keySet().forEach(part -> StoreNames.segment("part", part));
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("version refused: expected one part or more, got none [" + name + "@"
                    + version + "]; name the files that belong to it");
        }
        metadata = sorted(metadata);
        parts = sorted(parts);
    }

    /** Name and version, for messages: {@code digits@1}. */
    public String id() {
        return name + "@" + version;
    }

    /** The order makes the manifest of the same content the same bytes. */
    private static <V> SortedMap<String, V> sorted(Map<String, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
