// SPDX-License-Identifier: Apache-2.0
package io.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.app.Registered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardTest {

    private static final int COLUMNS = 24;

    private final Dashboard dashboard;

    DashboardTest() throws IOException {
        dashboard = Dashboard.read();
    }

    private List<JsonNode> figures() {
        return dashboard.panels().stream()
                .filter(panel -> !panel.get("type").asText().equals("row"))
                .toList();
    }

    @Test
    void hasARowForEveryWord() {
        assertThat(dashboard.panels().stream()
                        .filter(panel -> panel.get("type").asText().equals("row"))
                        .map(panel -> panel.get("title").asText()))
                .containsExactly(
                        "Now", "record", "tensor", "score", "adapt", "drift", "publish and quality", "store", "JVM");
    }

    @Test
    void everyPanelSaysWhatItShowsAndInWhat() {
        assertThat(figures()).allSatisfy(panel -> {
            String title = panel.get("title").asText();
            assertThat(title).isNotBlank();
            assertThat(panel.path("description").asText()).as(title).endsWith(".");
            assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                    .as(title)
                    .isNotBlank();
            assertThat(panel.get("targets")).as(title).isNotEmpty().allSatisfy(target -> {
                assertThat(target.get("expr").asText()).contains("{job=~\"$job\"");
                assertThat(target.get("legendFormat").asText()).isNotBlank();
                assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            });
        });
    }

    @Test
    void panelsHaveIdsOfTheirOwnAndLieBesideEachOther() {
        Set<Integer> ids = new HashSet<>();
        Map<String, String> cells = new LinkedHashMap<>();
        for (JsonNode panel : dashboard.panels()) {
            String title = panel.get("title").asText();
            assertThat(ids.add(panel.get("id").asInt())).as(title).isTrue();
            JsonNode at = panel.get("gridPos");
            assertThat(at.get("x").asInt() + at.get("w").asInt()).as(title).isLessThanOrEqualTo(COLUMNS);
            for (int x = at.get("x").asInt();
                    x < at.get("x").asInt() + at.get("w").asInt();
                    x++) {
                for (int y = at.get("y").asInt();
                        y < at.get("y").asInt() + at.get("h").asInt();
                        y++) {
                    assertThat(cells.put(x + "," + y, title))
                            .as(title + " lies on")
                            .isNull();
                }
            }
        }
    }

    @Test
    void letsOneChooseSourceApplicationAndPartition() {
        assertThat(dashboard.json().at("/templating/list").findValuesAsText("name"))
                .contains("datasource", "job", "partition", "runbooks");
        assertThat(dashboard.json().at("/annotations/list")).hasSize(2);
    }

    @Test
    void everyLinkLeadsToARunbookAndEveryRunbookIsLinked() throws IOException {
        Set<String> linked = new HashSet<>();
        for (JsonNode panel : figures()) {
            for (JsonNode link : panel.path("links")) {
                linked.add(link.get("url").asText());
            }
        }
        assertThat(linked)
                .containsExactlyInAnyOrderElementsOf(Rules.read().alerts().stream()
                        .map(alert -> "${runbooks}/" + alert.get("alert").asText() + ".md")
                        .toList());
    }

    @Test
    void everyMetricIsRegistered() throws IOException {
        assertThat(Registered.read().series()).containsAll(dashboard.metrics());
    }

    @Test
    void prometheusAcceptsEveryExpression(@TempDir Path directory) throws Exception {
        List<Map<String, String>> rules = new ArrayList<>();
        for (String expression : dashboard.expressions()) {
            rules.add(Map.of("record", "panel:expression:" + rules.size(), "expr", expression));
        }
        Path file = directory.resolve("dashboard.json"); // YAML is more than JSON
        Files.writeString(
                file,
                new ObjectMapper()
                        .writeValueAsString(Map.of("groups", List.of(Map.of("name", "dashboard", "rules", rules)))));
        Promtool.run("check", "rules", file.toString());
    }
}
