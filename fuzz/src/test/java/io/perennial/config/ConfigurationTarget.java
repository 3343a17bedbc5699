// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A configuration file, checked and mapped. */
public final class ConfigurationTarget implements Target {

    private static final Map<String, String> ENVIRONMENT = Map.of("SECRET", "s", "EMPTY", "");

    private final YamlFile file = new YamlFile();

    /** Some 2 MB for any file: SmallRye's layers, once to check and once to map; then a problem for each key. */
    @Override
    public Contract contract() {
        return new Contract(ConfigurationRefused.class, "refused: expected ", 16 << 20, 20_000);
    }

    @Override
    public void read(byte[] input) throws IOException {
        Settings settings = Settings.load(file.with(input), ENVIRONMENT, Map.of("adapt.method", "petal-fim"));
        settings.describe();
        settings.kafka();
        settings.tensor().batchSize();
        settings.publish().predictionsTopic();
    }

    @Override
    public List<byte[]> seeds() {
        return YamlFile.texts(
                "bundle: builtin:digits\nkafka:\n  bootstrap.servers: \"a:1\"\n  sasl.jaas.config: ${SECRET}\n",
                "bundle: a\nkafka: {bootstrap.servers: 'a:1'}\ntensor:\n  batch-size: 12\n  max-wait: 1s\n"
                        + "record:\n  max-bytes: 2MiB\nadapt:\n  parameters: norm\n  views: 4\n",
                "# nothing\nbundle: [a, b]\napplication:\n  id: x\ntensor: {batch-sise: 7}\n");
    }
}
