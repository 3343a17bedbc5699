// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The manifests of a storage. */
record Manifests(ObjectSpace objects) {

    /** The keys of manifests that begin so; whatever else lies there is left alone. */
    List<String> keys(String prefix) throws IOException {
        return objects.list(prefix).stream()
                .map(ObjectSpace.Found::key)
                .filter(key -> StoreNames.nameOf(key).isPresent())
                .toList();
    }

    Optional<Manifest> read(String name, String version) throws IOException {
        return read(StoreNames.manifest(name, version));
    }

    /** Empty where it is not, or no longer, there. */
    Optional<Manifest> read(String key) throws IOException {
        String where = objects.place() + "/" + key;
        Optional<ObjectSpace.Content> found = objects.read(key, Manifest.LONGEST);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (found.get().size() > Manifest.LONGEST) {
            throw new IOException("manifest refused: expected at most " + Manifest.LONGEST + " bytes, got "
                    + found.get().size() + " [" + where + "]; remove the version and publish it again");
        }
        Manifest manifest = Manifest.read(found.get().bytes(), where);
        String own = StoreNames.manifest(
                manifest.version().name(), manifest.version().version());
        if (!own.equals(key)) {
            throw new IOException("manifest refused: expected that of " + key + ", got "
                    + manifest.version().id() + " [" + where + "]; put it back where it belongs");
        }
        return Optional.of(manifest);
    }
}
