// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A bundle in a directory. */
record DirectoryParts(Path directory) implements BundleParts {

    @Override
    public String place() {
        return directory.toString();
    }

    @Override
    public boolean has(String name) {
        return Files.exists(directory.resolve(name));
    }

    @Override
    public Optional<byte[]> read(String name, int most) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        // A pipe would wait for ever, a device never end.
        if (!Files.isRegularFile(file)) {
            throw new IOException("bundle refused: expected a regular file, got something else [" + file
                    + "]; replace it by the file itself");
        }
        long size = Files.size(file);
        if (size > most) {
            throw BundleParts.tooLarge(most, size + "", file.toString());
        }
        try (InputStream stream = Files.newInputStream(file)) {
            return Optional.of(BundleParts.readAtMost(stream, most, file.toString()));
        }
    }
}
