// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Looks at the list that JMH's annotation processor wrote; no benchmark runs here. */
class BaselineTest {

    @Test
    void everyClassHasADoNothingBaseline() {
        Set<BenchmarkListEntry> benchmarks = BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of());
        Set<String> classes =
                benchmarks.stream().map(BenchmarkListEntry::getUserClassQName).collect(Collectors.toSet());
        Set<String> withBaseline = benchmarks.stream()
                .filter(entry -> entry.getUsername().endsWith("." + Micro.BASELINE))
                .map(BenchmarkListEntry::getUserClassQName)
                .collect(Collectors.toSet());
        assertThat(classes).isNotEmpty();
        assertThat(withBaseline).isEqualTo(classes);
    }
}
