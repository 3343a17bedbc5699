// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.topology.AccessNeeded;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/** Rights as lines of text. */
record AclLines(List<AccessNeeded> needed, String principal, String host) {

    private static final Map<ResourceType, String> OPTIONS = Map.of(
            ResourceType.TOPIC, "--topic",
            ResourceType.GROUP, "--group",
            ResourceType.TRANSACTIONAL_ID, "--transactional-id");

    /** One right a line, with a heading. */
    List<String> table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("resource", "operation", "what for"));
        needed.forEach(one -> rows.add(List.of(resource(one), one.operation().toString(), one.why())));
        List<String> lines = new ArrayList<>();
        lines.add(principal + " from " + (host.equals("*") ? "anywhere" : host));
        rows.forEach(row -> lines.add(left(row, 0, rows) + left(row, 1, rows) + row.get(2)));
        return lines;
    }

    private static String left(List<String> row, int column, List<List<String>> rows) {
        int widest = rows.stream()
                .mapToInt(other -> other.get(column).length())
                .max()
                .orElse(0);
        return row.get(column) + " ".repeat(widest - row.get(column).length() + 2);
    }

    private static String resource(AccessNeeded one) {
        return one.type().toString().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + one.name()
                + (one.pattern() == PatternType.PREFIXED ? "*" : "");
    }

    /** One command a line; the administrator's own credentials are in {@code admin.properties}. */
    List<String> commands(String bootstrapServers) {
        return needed.stream()
                .map(one -> "kafka-acls.sh --bootstrap-server " + bootstrapServers.replaceAll("\\s", "")
                        + " --command-config admin.properties --add --allow-principal " + quoted(principal)
                        + " --allow-host " + quoted(host)
                        + " --operation " + SecurityUtils.operationName(one.operation()) + " "
                        + OPTIONS.get(one.type()) + " " + one.name()
                        + (one.pattern() == PatternType.PREFIXED ? " --resource-pattern-type prefixed" : ""))
                .toList();
    }

    private static String quoted(String text) {
        return text.matches("[\\w:./@%+=,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
