// SPDX-License-Identifier: Apache-2.0
package io.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.perennial.app.Registered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlertRulesTest {

    private static final Pattern NAME = Pattern.compile("(?<![\\w:])(?:[a-z_]+:)?perennial_\\w+(?::\\w+)?");

    private final Rules rules;

    AlertRulesTest() throws IOException {
        rules = Rules.read();
    }

    private Set<String> names() {
        return rules.alerts().stream()
                .map(alert -> alert.get("alert").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyAlertTellsHowBadItIsAndWhatToDo() {
        assertThat(rules.alerts()).hasSizeGreaterThanOrEqualTo(7).allSatisfy(alert -> {
            String name = alert.get("alert").asText();
            assertThat(name).startsWith("Perennial");
            assertThat(alert.at("/for").asText()).as(name).matches("\\d+m");
            assertThat(alert.at("/labels/severity").asText()).as(name).isIn("critical", "warning");
            assertThat(alert.at("/annotations/summary").asText()).as(name).isNotBlank();
            assertThat(alert.at("/annotations/description").asText()).as(name).isNotBlank();
            assertThat(alert.at("/annotations/runbook_url").asText()).isEqualTo("docs/runbooks/" + name + ".md");
        });
    }

    @Test
    void everyAlertHasARunbookAndEveryRunbookAnAlert() throws IOException {
        Set<String> pages;
        try (Stream<Path> files = Files.list(Rules.RUNBOOKS)) {
            pages = files.map(file -> file.getFileName().toString().replace(".md", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        assertThat(pages).isEqualTo(names());
        for (String page : pages) {
            String text = Files.readString(Rules.RUNBOOKS.resolve(page + ".md"));
            assertThat(text).startsWith("# " + page + "\n");
            assertThat(text.lines().filter(line -> line.startsWith("## ")))
                    .as(page)
                    .containsExactly("## Meaning", "## Impact", "## Diagnosis", "## Remedy");
        }
    }

    /** A page that asks for a metric that is no more sends its reader the wrong way. */
    @Test
    void runbooksAndHowToNameOnlyMetricsThatThereAre() throws IOException {
        Set<String> known = new TreeSet<>(rules.recorded());
        try (Stream<Path> runbooks = Files.list(Rules.RUNBOOKS)) {
            known.addAll(Registered.read().series());
            Set.copyOf(known).forEach(name -> known.add(name.replaceFirst("_count$", ""))); // a histogram as a whole
            for (Path page : Stream.concat(runbooks, Stream.of(Path.of("..", "docs", "howto", "monitor.md")))
                    .toList()) {
                Set<String> named = NAME.matcher(Files.readString(page))
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.toCollection(TreeSet::new));
                assertThat(known).as(page.toString()).containsAll(named);
            }
        }
    }

    @Test
    void everyMetricOfTheRulesIsRegistered() throws IOException {
        assertThat(Registered.read().series()).containsAll(rules.metrics());
    }

    /** Recordings are named level:metric:operation, so that they are told apart from what is scraped. */
    @Test
    void recordingsAreNamedAsPrometheusAsks() {
        assertThat(rules.recorded()).isNotEmpty().allMatch(name -> name.matches("[a-z_]+:[a-z_]+:[a-z0-9_]+"));
    }

    @Test
    void everyAlertIsTestedToFireAndNotTo() throws IOException {
        Set<String> fires = new TreeSet<>();
        Set<String> rests = new TreeSet<>();
        for (JsonNode test : new YAMLMapper().readTree(Rules.TESTS.toFile()).get("tests")) {
            for (JsonNode expected : test.path("alert_rule_test")) {
                (expected.get("exp_alerts").isEmpty() ? rests : fires)
                        .add(expected.get("alertname").asText());
            }
        }
        assertThat(fires).isEqualTo(names());
        assertThat(rests).isEqualTo(names());
    }

    @Test
    void prometheusAcceptsTheRules() throws Exception {
        Promtool.run("check", "rules", Rules.FILE.toString());
    }

    @Test
    void theRulesPassTheirTests() throws Exception {
        Promtool.run("test", "rules", Rules.TESTS.toString());
    }
}
