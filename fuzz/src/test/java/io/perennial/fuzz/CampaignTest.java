// SPDX-License-Identifier: Apache-2.0
package io.perennial.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With the profile {@code fuzz} alone. */
class CampaignTest {

    @Test
    void noInputBreaksTheContractOfItsReader() throws Exception {
        assumeTrue(
                Campaign.isPossible(),
                "fuzzing skipped: expected one of the platforms that Jazzer has a driver for, got "
                        + System.getProperty("os.name") + " on " + System.getProperty("os.arch")
                        + "; the known inputs are tested everywhere");
        boolean keeps = Boolean.getBoolean("perennial.fuzz.keep");
        Campaign campaign =
                new Campaign(Long.getLong("perennial.fuzz.runs", 100_000), Long.getLong("perennial.fuzz.seconds", 0));
        List<Result> results = new ArrayList<>();
        for (String name : chosen()) {
            Result result = campaign.run(name);
            results.add(result);
            System.out.println(ResultTable.row(result));
            if (keeps && result.isClean()) {
                Corpus.keep(name, campaign.least(name));
                ResultFiles.in(Path.of("")).add(result);
            }
        }
        ResultTable.lines(results).forEach(System.out::println);
        assertThat(results)
                .as(
                        "see target/fuzz/NAME/fuzz.log; put the input from target/fuzz/NAME/found into findings/NAME, fix the reader")
                .allMatch(Result::isClean);
    }

    private static List<String> chosen() {
        String chosen = System.getProperty("perennial.fuzz.targets", "");
        return chosen.isBlank() ? Targets.names() : Arrays.asList(chosen.split(","));
    }
}
