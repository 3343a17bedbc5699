// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** For readers that take a file: the same one, with other bytes each time. */
final class YamlFile {

    private final Path path;

    YamlFile() {
        try {
            path = Files.createTempFile("perennial-fuzz", ".yaml");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        path.toFile().deleteOnExit();
    }

    Path with(byte... content) throws IOException {
        return Files.write(path, content);
    }

    static List<byte[]> texts(String... contents) {
        return Stream.of(contents)
                .map(content -> content.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
