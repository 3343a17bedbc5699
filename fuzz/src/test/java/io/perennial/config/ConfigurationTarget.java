// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A configuration file, checked and mapped. */
public final class ConfigurationTarget implements Target {

    private static final Map<String, String> ENVIRONMENT = Map.of("SECRET", "s", "EMPTY", "");

    private final Path file;

    public ConfigurationTarget() {
        try {
            file = Files.createTempFile("perennial-fuzz", ".yaml");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        file.toFile().deleteOnExit();
    }

    /** Some 2 MB for any file: SmallRye's layers, once to check and once to map; then a problem for each key. */
    @Override
    public Contract contract() {
        return new Contract(ConfigurationRefused.class, "refused: expected ", 16 << 20, 20_000);
    }

    @Override
    public void read(byte[] input) throws IOException {
        Files.write(file, input);
        Settings settings = Settings.load(file, ENVIRONMENT, Map.of("adapt.method", "petal-fim"));
        settings.describe();
        settings.kafka();
        settings.tensor().batchSize();
        settings.publish().predictionsTopic();
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                utf8("bundle: builtin:digits\nkafka:\n  bootstrap.servers: \"a:1\"\n  sasl.jaas.config: ${SECRET}\n"),
                utf8("bundle: a\nkafka: {bootstrap.servers: 'a:1'}\ntensor:\n  batch-size: 12\n  max-wait: 1s\n"
                        + "record:\n  max-bytes: 2MiB\nadapt:\n  parameters: norm\n  views: 4\n"),
                utf8("# nothing\nbundle: [a, b]\napplication:\n  id: x\ntensor: {batch-sise: 7}\n"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
