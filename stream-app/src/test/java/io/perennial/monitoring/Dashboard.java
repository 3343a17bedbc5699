// SPDX-License-Identifier: Apache-2.0
package io.perennial.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The dashboard as it is shipped. */
public record Dashboard(JsonNode json) {

    static final Path FILE = Path.of("..", "deploy", "grafana", "perennial.json");

    private static final Pattern INTERVAL = Pattern.compile("\\$__rate_interval");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?\\w+}?");

    public static Dashboard read() throws IOException {
        return new Dashboard(new ObjectMapper().readTree(FILE.toFile()));
    }

    List<JsonNode> panels() {
        List<JsonNode> panels = new ArrayList<>();
        json.get("panels").forEach(panels::add);
        return panels;
    }

    /** Every expression, those of annotations and variables included, with any value for variables. */
    public List<String> expressions() {
        List<String> expressions = new ArrayList<>();
        json.findValuesAsText("expr").forEach(expressions::add);
        for (JsonNode variable : json.at("/templating/list")) {
            if (variable.get("type").asText().equals("query")) {
                String query = variable.at("/query/query").asText();
                expressions.add(query.substring(query.indexOf('(') + 1, query.lastIndexOf(',')));
            }
        }
        expressions.replaceAll(expression ->
                VARIABLE.matcher(INTERVAL.matcher(expression).replaceAll("1m")).replaceAll(".*"));
        return expressions;
    }

    public Set<String> metrics() {
        Set<String> names = new TreeSet<>();
        expressions().forEach(expression -> names.addAll(PromQl.metrics(expression)));
        return names;
    }
}
