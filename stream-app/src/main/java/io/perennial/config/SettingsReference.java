// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

/** The reference page of the configuration, written from the keys themselves. */
final class SettingsReference {

    private static final String HEAD =
            """
            <!-- Generated from io.perennial.config. Edit the descriptions there, then refresh this page. -->

            # Configuration

            One YAML file, whose top-level keys are the words of the data flow:

            ```yaml
            bundle: builtin:digits
            kafka:
              bootstrap.servers: localhost:9092
            tensor:
              batch-size: 128
            ```

            An environment variable overrides the file (`PERENNIAL_TENSOR_BATCH_SIZE=128`), the file overrides the
            defaults that the bundle brings for `adapt`, and these override the defaults below. A value in the file may refer to a
            variable of the environment, which is how secrets stay out of the file: `${KAFKA_PASSWORD}`; what the variable
            holds is taken as it stands. A client property comes from the environment too: `PERENNIAL_KAFKA_SASL_MECHANISM`
            is `sasl.mechanism`. With `--secrets DIR` each file in the directory is such a variable, named as the file, which
            is how orchestrators mount secrets. Unknown keys are refused, and all problems are reported at once.

            | key | default | what it does | accepted |
            |---|---|---|---|
            """;

    private SettingsReference() {}

    static String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        for (Key key : Keys.ALL) {
            page.append("| `")
                    .append(key.isMap() ? key.name() + ".*" : key.name())
                    .append("` | ")
                    .append(defaultValue(key))
                    .append(" | ")
                    .append(key.doc())
                    .append(" | ")
                    .append(key.isMap() ? "any" : Form.of(key))
                    .append(" |\n");
        }
        return page.toString();
    }

    private static String defaultValue(Key key) {
        if (key.defaultValue() == null) {
            return key.isOptional() ? "none" : "required";
        }
        return '`' + key.defaultValue().replace("${perennial.application.id}", "<application.id>") + '`';
    }
}
