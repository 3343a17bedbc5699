// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.io.IOException;
import java.util.UUID;

/**
 * What is stored of a version beside its parts.
 *
 * @param writer of this very publication, so that it knows its own manifest again when an answer was lost
 */
record Manifest(UUID writer, StoredVersion version) {

    static final int FORMAT = 1;

    /** In bytes; a longer one is neither written nor read. */
    static final int LONGEST = 1 << 20;

    /** @throws IllegalArgumentException where it would be too long, or a text is not Unicode */
    byte[] write() {
        return ManifestWriter.write(this);
    }

    /**
     * @param where for messages
     * @throws IOException where the bytes are not exactly such a manifest
     */
    static Manifest read(byte[] file, String where) throws IOException {
        return new ManifestReader(where).read(file);
    }
}
