// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The keys of a configuration file alone, which is a hundred times as fast as all that is made of them. */
public final class YamlKeysTarget implements Target {

    private final Path file;

    public YamlKeysTarget() {
        try {
            file = Files.createTempFile("perennial-fuzz", ".yaml");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        file.toFile().deleteOnExit();
    }

    /** SnakeYAML's reader takes some 100 kB; its tokens and marks, and the names of nested keys, go with the text. */
    @Override
    public Contract contract() {
        return new Contract(ConfigurationRefused.class, "refused: expected ", 1 << 20, 4_000);
    }

    @Override
    public void read(byte[] input) throws IOException {
        Files.write(file, input);
        List<String> problems = new ArrayList<>();
        YamlKeys.read(file, problems);
        if (!problems.isEmpty()) {
            throw new ConfigurationRefused(problems);
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                utf8("a: 1\nb:\n  c: [1, 2]\n  d: 'x'\n  e: \"\\u00e9\"\n"),
                utf8("--- \na: &x 1\nb: *x\nc: |\n  text\n  more\nd: >-\n  folded\n...\n"),
                utf8("{a: {b: {c: ~}}, ? d : !!str 5}\n"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
