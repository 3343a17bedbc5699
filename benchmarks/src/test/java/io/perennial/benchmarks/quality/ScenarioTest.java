// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioTest {

    @Test
    void idsAreUnique() {
        assertThat(Scenario.ALL).extracting(Scenario::id).doesNotHaveDuplicates();
    }

    @Test
    void aStarStandsForSlashesToo() {
        assertThat(Scenario.matching(List.of("*/noise", "gas/natural", "gas/n*")))
                .extracting(Scenario::id)
                .startsWith("cifar10c/noise", "gas/noise", "har/noise")
                .contains("gas/natural-b16")
                .doesNotHaveDuplicates();
        assertThat(Scenario.matching(List.of("*"))).isEqualTo(Scenario.ALL);
    }

    @Test
    void refusesAnIdThatThereIsNot() {
        assertThatThrownBy(() -> Scenario.matching(List.of("gas/unnatural")))
                .hasMessageContaining("--scenario refused")
                .hasMessageContaining("gas/unnatural");
    }

    @Test
    void peersRunOnlyWhereTheyAreAskedFor() {
        Scenario with = Scenario.matching(List.of("cifar10c/continual")).get(0);
        Scenario without = Scenario.matching(List.of("cifar10c/mixed")).get(0);
        List<String> names = List.of("default", "peers");
        assertThat(Contender.of(names, with)).extracting(Contender::name).contains("frozen", "norm", "cotta");
        assertThat(Contender.of(names, without)).extracting(Contender::name).doesNotContain("cotta");
        assertThat(Contender.of(List.of("cotta"), without))
                .extracting(Contender::name)
                .containsExactly("frozen", "cotta");
    }
}
