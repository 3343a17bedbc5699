// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The keys of a configuration file alone, which is a hundred times as fast as all that is made of them. */
public final class YamlKeysTarget implements Target {

    private final YamlFile file = new YamlFile();

    /** SnakeYAML's reader takes some 100 kB; its tokens and marks, and the names of nested keys, go with the text. */
    @Override
    public Contract contract() {
        return new Contract(ConfigurationRefused.class, "refused: expected ", 1 << 20, 4_000);
    }

    @Override
    public void read(byte[] input) throws IOException {
        List<String> problems = new ArrayList<>();
        YamlKeys.read(file.with(input), problems);
        if (!problems.isEmpty()) {
            throw new ConfigurationRefused(problems);
        }
    }

    @Override
    public List<byte[]> seeds() {
        return YamlFile.texts(
                "a: 1\nb:\n  c: [1, 2]\n  d: 'x'\n  e: \"\\u00e9\"\n",
                "--- \na: &x 1\nb: *x\nc: |\n  text\n  more\nd: >-\n  folded\n...\n",
                "{a: {b: {c: ~}}, ? d : !!str 5}\n");
    }
}
