// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A bundle in a folder of the class path. */
record ResourceParts(ClassLoader loader, String root) implements BundleParts {

    @Override
    public String place() {
        return "class path " + root;
    }

    @Override
    public boolean has(String name) {
        return loader.getResource(root + "/" + name) != null;
    }

    @Override
    public Optional<byte[]> read(String name, int most) throws IOException {
        try (InputStream stream = loader.getResourceAsStream(root + "/" + name)) {
            return stream == null
                    ? Optional.empty()
                    : Optional.of(BundleParts.readAtMost(stream, most, place() + "/" + name));
        }
    }
}
