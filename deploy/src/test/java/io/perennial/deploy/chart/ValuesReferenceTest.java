// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of values in the chart's README. */
class ValuesReferenceTest {

    private static final Path README = Chart.HOME.resolve("README.md");
    private static final String BEGIN =
            "<!-- Written from values.yaml. Edit the comments there, then refresh this table. -->\n\n";

    @Test
    void isWhatTheReadmeSays() throws IOException {
        String page = Files.readString(README);
        int begin = page.indexOf(BEGIN);
        assertThat(begin).as("where the table begins").isPositive();
        Kept.same(README, page.substring(0, begin) + BEGIN + ValuesDoc.table());
    }

    @Test
    void leavesNoValueWithoutWords() throws IOException {
        assertThat(ValuesDoc.silent()).isEmpty();
        assertThat(ValuesDoc.comments().values()).allMatch(comment -> comment.endsWith("."));
    }
}
