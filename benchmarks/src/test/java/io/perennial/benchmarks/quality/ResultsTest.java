// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

    @TempDir
    private Path directory;

    private Path file;
    private Results results;

    @BeforeEach
    void open() throws IOException {
        file = directory.resolve("results").resolve("quality.json");
        results = Results.read(file);
    }

    @Test
    void aRowIsInTheFileAsSoonAsItIsKeptAndReplacesItsElder() throws IOException {
        results.keep(row("gas/natural", "norm", 1, 0.5));
        results.keep(row("gas/natural", "norm", 2, 0.25));
        results.keep(row("gas/natural", "norm", 1, 0.75));
        Results read = Results.read(file);
        assertThat(read.figures("gas/natural", "norm", "error")).containsExactly(0.75, 0.25);
        assertThat(read.find("gas/natural", "norm", 3)).isEmpty();
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void rowsStandInTheOrderOfTheScenariosTheBaselineFirst() throws IOException {
        results.keep(row("gas/natural", "tent", 1, 0.5));
        results.keep(row("gas/natural", "frozen", 1, 0.5));
        results.keep(row("cifar10c/long", "norm-ema", 1, 0.5));
        assertThat(results.scenarios()).containsExactly("cifar10c/long", "gas/natural");
        assertThat(results.methods()).containsExactly("frozen", "norm-ema", "tent");
    }

    @Test
    void theTableHasMeansInPercentAndTheirSpread() throws IOException {
        results.keep(row("cifar10c/continual", "frozen", 1, 0.5));
        results.keep(row("cifar10c/continual", "norm", 1, 0.25));
        results.keep(row("cifar10c/continual", "norm", 2, 0.27));
        assertThat(QualityTable.of(results))
                .contains("| scenario | frozen | norm |", "| `cifar10c/continual` | 50.00 | 26.00 ± 1.41 |")
                .contains("| norm | 26.00 ± 1.41 | 0.5200 ± 0.0283 |");
    }

    @Test
    void onlyWhatStandsBetweenTheMarksIsWritten() throws IOException {
        Path page = Files.writeString(
                directory.resolve("page.md"),
                "before\n" + GeneratedSection.BEGIN + "\nold\n" + GeneratedSection.END + "\nafter\n");
        GeneratedSection.write(page, "new\n");
        assertThat(page)
                .hasContent("before\n" + GeneratedSection.BEGIN + "\n\nnew\n\n" + GeneratedSection.END + "\nafter\n");
        Path bare = Files.writeString(directory.resolve("bare.md"), "nothing");
        assertThatThrownBy(() -> GeneratedSection.write(bare, "new"))
                .hasMessageContaining("page refused")
                .hasMessageContaining("bare.md");
    }

    @Test
    void aBarAsksForEverySeed() throws IOException {
        for (int seed = 1; seed <= 4; seed++) {
            results.keep(row("gas/natural", "perennial", seed, 0.12));
        }
        assertThat(verdicts("gas/natural")).allMatch(line -> line.startsWith("FAIL"));
        results.keep(row("gas/natural", "perennial", 5, 0.12));
        assertThat(verdicts("gas/natural")).hasSize(2).allMatch(line -> line.startsWith("pass"));
    }

    @Test
    void whatMustNeverHappenIsAskedOfTheWorstSeed() throws IOException {
        for (int seed = 1; seed <= 5; seed++) {
            results.keep(row("gas/noise", "perennial", seed, seed == 3 ? 0.306 : 0.2));
        }
        assertThat(verdicts("gas/noise"))
                .singleElement()
                .asString()
                .startsWith("FAIL")
                .contains("0.0060");
        results.keep(row("gas/noise", "perennial", 3, 0.305));
        assertThat(verdicts("gas/noise")).singleElement().asString().startsWith("pass");
    }

    @Test
    void aPeerMayNotBeBetterThanItsAuthorsCodeEither() throws IOException {
        for (int seed = 1; seed <= 5; seed++) {
            results.keep(row("cifar10c/continual", "tent", seed, 0.24));
        }
        assertThat(verdicts("cifar10c/continual"))
                .filteredOn(line -> line.contains("tent"))
                .singleElement()
                .asString()
                .startsWith("FAIL")
                .contains("0.0113");
    }

    private List<String> verdicts(String scenario) {
        return Bars.of("perennial").stream()
                .filter(bar -> bar.scenario().equals(scenario))
                .map(bar -> bar.judge(results, Bars.SEEDS).line())
                .toList();
    }

    private static ObjectNode row(String scenario, String method, long seed, double error) {
        ObjectNode row = new ObjectMapper().createObjectNode();
        row.put("scenario", scenario).put("method", method).put("seed", seed);
        row.put("error", error).put("brier", 2 * error).put("nll", error).put("ece", error);
        return row.put("sourceError", 0.3).put("worstExcess", 0.01);
    }
}
