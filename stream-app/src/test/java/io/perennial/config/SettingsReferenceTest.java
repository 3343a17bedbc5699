// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "configuration.md");

    private static final String REFRESH = "./mvnw -pl stream-app -am test -Dtest='*ReferenceTest'"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dperennial.refresh-docs=true";

    @Test
    void isWhatTheDocumentationSays() throws IOException {
        if (Boolean.getBoolean("perennial.refresh-docs")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, SettingsReference.markdown());
        }
        assertThat(PAGE).as("stale page; refresh it with: " + REFRESH).exists();
        assertThat(Files.readString(PAGE))
                .as("stale page; refresh it with: " + REFRESH)
                .isEqualTo(SettingsReference.markdown());
    }

    @Test
    void describesEveryKey() {
        assertThat(Keys.ALL).allSatisfy(key -> {
            assertThat(key.doc()).endsWith(".");
            assertThat(key.name()).matches("[a-z]+(-[a-z]+)*(\\.[a-z]+(-[a-z]+)*){0,2}");
            if (key.defaultValue() != null && !key.isName()) {
                assertThat(Form.accepts(key, key.defaultValue())).as(key.name()).isTrue();
            }
        });
    }
}
