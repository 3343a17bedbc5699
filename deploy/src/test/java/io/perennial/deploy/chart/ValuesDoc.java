// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The comments of values.yaml: a line {@code # -- text} documents the key below it. */
final class ValuesDoc {

    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z0-9_.-]+):.*");
    private static final Pattern COMMENT = Pattern.compile(" *# -- (.*)");

    private ValuesDoc() {}

    /** Every documented key by its path, such as {@code image.tag}, in the order of the file. */
    static Map<String, String> comments() throws IOException {
        Map<String, String> comments = new LinkedHashMap<>();
        Deque<String> path = new ArrayDeque<>();
        String comment = null;
        for (String line : Files.readAllLines(Chart.VALUES)) {
            Matcher text = COMMENT.matcher(line);
            Matcher key = KEY.matcher(line);
            if (text.matches()) {
                comment = text.group(1);
            } else if (key.matches()) {
                while (path.size() > key.group(1).length() / 2) {
                    path.removeLast();
                }
                path.addLast(key.group(2));
                if (comment != null) {
                    comments.put(String.join(".", path), comment);
                }
                comment = null;
            }
        }
        return comments;
    }

    /** The table of README.md. */
    static String table() throws IOException {
        JsonNode values = Chart.YAML.readTree(Files.readString(Chart.VALUES));
        StringBuilder table = new StringBuilder("| value | default | what it does |\n|---|---|---|\n");
        for (Map.Entry<String, String> entry : comments().entrySet()) {
            String pointer = "/" + entry.getKey().replace('.', '/');
            String shown = new ObjectMapper().writeValueAsString(values.at(pointer));
            table.append("| `").append(entry.getKey()).append("` | `");
            table.append(shown).append("` | ").append(entry.getValue()).append(" |\n");
        }
        return table.toString();
    }

    /** Paths of plain values that neither a comment of their own nor one of a group above them documents. */
    static List<String> silent() throws IOException {
        List<String> silent = new ArrayList<>();
        collect("", Chart.YAML.readTree(Files.readString(Chart.VALUES)), comments(), silent);
        return silent;
    }

    private static void collect(String path, JsonNode node, Map<String, String> comments, List<String> into) {
        if (comments.containsKey(path)) {
            return;
        }
        if (!node.isObject()) {
            into.add(path);
        }
        if (node.isObject()) {
            node.properties()
                    .forEach(e -> collect(
                            path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue(), comments, into));
        }
    }
}
