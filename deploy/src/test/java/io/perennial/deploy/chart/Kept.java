// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the repository that are written from others. */
final class Kept {

    private static final String REFRESH = "stale; refresh it with: ./mvnw -pl deploy -am test"
            + " -Dtest='Chart*Test,Values*Test' -Dsurefire.failIfNoSpecifiedTests=false -Dperennial.refresh-docs=true";

    private Kept() {}

    /** Compares, or writes with {@code -Dperennial.refresh-docs=true}. */
    static void same(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("perennial.refresh-docs")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected);
        }
        assertThat(file).as(REFRESH).exists();
        assertThat(Files.readString(file)).as(file + " is " + REFRESH).isEqualTo(expected);
    }
}
