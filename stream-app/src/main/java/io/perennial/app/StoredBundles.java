// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.store.Bundle;
import io.perennial.store.archive.ModelStore;
import io.perennial.store.archive.StoredVersion;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The versions of one bundle in a model store.
 *
 * @param version the only one that is meant; null for the newest
 */
record StoredBundles(ModelStore store, String bundle, String version) {

    /** How a configuration names a bundle in the store. */
    static final String PREFIX = "store:";

    /** Where a bundle's versions lie in a store. */
    static String name(String bundle) {
        return "bundles/" + bundle;
    }

    /** @param where {@code store:NAME} or {@code store:NAME@VERSION} */
    static StoredBundles of(ModelStore store, String where) {
        String[] parts = where.substring(PREFIX.length()).split("@", 2);
        return new StoredBundles(store, parts[0], parts.length == 2 ? parts[1] : null);
    }

    /** The version that is meant. */
    String newest() throws IOException {
        if (version != null) {
            return version;
        }
        List<StoredVersion> versions = store.list(name(bundle));
        if (versions.isEmpty()) {
            throw new IOException("bundle refused: expected a version of " + name(bundle)
                    + " in the store, got none; put one there: perennial store put DIR");
        }
        return versions.get(0).version();
    }

    Bundle read(String wanted) throws IOException {
        StoredVersion found = store.find(name(bundle), wanted)
                .orElseThrow(() -> new IOException("bundle refused: expected version " + wanted + " of " + name(bundle)
                        + " in the store, got none; see what is there: perennial store ls " + name(bundle)));
        Map<String, byte[]> files = new HashMap<>();
        for (String part : found.parts().keySet()) {
            files.put(part, store.read(found, part));
        }
        return Bundle.of(files, found.id());
    }
}
