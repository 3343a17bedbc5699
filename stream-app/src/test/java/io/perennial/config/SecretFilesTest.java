// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {

    private static final String PEM =
            "-----BEGIN CERTIFICATE-----\nMIIB+zCCAaGgAwIBAgIU$x\\y==\n-----END CERTIFICATE-----";

    private static final String PASSWORD = "p${x}$$w\\$\\\\$${y:z}\\";

    @TempDir
    private Path directory;

    @Test
    void filesAreVariables() throws IOException {
        write("KAFKA_PASSWORD", "pass word\n");
        write("WINDOWS", "line\r\n");
        write("two.lines", "one\n\n");
        assertThat(SecretFiles.read(directory))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("KAFKA_PASSWORD", "pass word", "WINDOWS", "line", "two.lines", "one\n"));
    }

    @Test
    void whatKubernetesMountsIsReadThroughItsLinks() throws IOException {
        Path data = Files.createDirectory(directory.resolve("..2026_11_28"));
        Files.writeString(data.resolve("password"), "secret");
        Files.createSymbolicLink(directory.resolve("..data"), data.getFileName());
        Files.createSymbolicLink(directory.resolve("password"), Path.of("..data", "password"));
        assertThat(SecretFiles.read(directory)).containsExactly(Map.entry("password", "secret"));
    }

    @Test
    void aConfigurationRefersToThem() throws IOException {
        write("ca.crt", PEM + "\n");
        write("KAFKA_PASSWORD", PASSWORD);
        write("PERENNIAL_TENSOR_BATCH_SIZE", "7");
        write("PERENNIAL_OBSERVE_TOKEN", PASSWORD);
        Map<String, String> environment = new HashMap<>(SecretFiles.read(directory));
        Settings settings = Settings.of(
                Map.of(
                        "bundle", "builtin:digits",
                        "kafka.bootstrap.servers", "localhost:9092",
                        "kafka.ssl.truststore.certificates", "${ca.crt}",
                        "kafka.sasl.jaas.config", "password=\"${KAFKA_PASSWORD}\";"),
                environment,
                Map.of());
        assertThat(settings.kafka())
                .containsEntry("ssl.truststore.certificates", PEM)
                .containsEntry("sasl.jaas.config", "password=\"" + PASSWORD + "\";");
        assertThat(settings.tensor().batchSize()).isEqualTo(7);
        assertThat(settings.observe().token()).contains(PASSWORD);
        assertThat(settings.describe()).doesNotContain(PASSWORD);
    }

    @Test
    void whatCannotBeReadIsNamedAndNotShown() throws IOException {
        Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, 's', 'e', 'c'});
        assertThatThrownBy(() -> SecretFiles.read(directory))
                .isInstanceOf(ConfigurationRefused.class)
                .hasMessageContaining("expected text in UTF-8")
                .hasMessageContaining("binary")
                .hasMessageNotContaining("sec;");
        assertThatThrownBy(() -> SecretFiles.read(directory.resolve("none")))
                .isInstanceOf(ConfigurationRefused.class)
                .hasMessageContaining("expected a directory that can be read");
    }

    @Test
    void whatIsTooLargeIsRefused() throws IOException {
        Files.write(directory.resolve("large"), new byte[SecretFiles.MOST_BYTES + 1]);
        assertThatThrownBy(() -> SecretFiles.read(directory))
                .isInstanceOf(ConfigurationRefused.class)
                .hasMessageContaining("1048577 bytes");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
