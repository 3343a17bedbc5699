// SPDX-License-Identifier: Apache-2.0
package io.perennial.monitoring;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The reference page of the metrics, written from the registered meters themselves. */
final class MeterPage {

    private static final String HEAD =
            """
            <!-- Generated from the meters that io.perennial.observe registers. Edit the descriptions there, then refresh this page. -->

            # Metrics

            Served at `/metrics` on `observe.host:observe.port` in Prometheus' text format. Names are
            `perennial.<word>.<thing>` in the words of the data flow, and of the store; Prometheus writes them with underscores, the unit,
            and `_total` for what only grows. Timers and summaries are several series: `_count`, `_sum`, `_max`, and `_bucket` where it is a
            histogram, for medians and tails over any time and any group of instances.

            `partition` is the number of the input partition. A value that is not known is NaN: of a partition that went to another
            instance, before the first step, without a guard, without a store. Counters are this process's and begin at 0 with it.

            What watches them is in [howto/monitor.md](../howto/monitor.md): the dashboard, the alerts and their runbooks.
            """;

    private static final String FOOT =
            """

            ## Of the libraries

            | family | what it is | documented by |
            |---|---|---|
            | `jvm.*` | memory, garbage collection, threads | Micrometer |
            | `process.*`, `system.*` | processor and uptime | Micrometer |
            | `kafka.*` | the clients and Kafka Streams: threads, tasks, state stores, fetches, commits | Kafka |
            """;

    private static final List<String> WORDS = List.of("record", "tensor", "score", "adapt", "publish", "store");

    /** Tags whose values are as many as there are partitions, classes or layers. */
    private static final Set<String> OPEN = Set.of("partition", "class", "layer");

    private final Map<String, Set<String>> alerts;
    private final Map<String, Map<String, Set<String>>> tags = new TreeMap<>();
    private final Map<String, Meter.Id> ids = new TreeMap<>();

    /** @param alerts that watch a metric, by its name in Prometheus */
    MeterPage(Collection<? extends Meter> meters, Map<String, Set<String>> alerts) {
        this.alerts = alerts;
        for (Meter meter : meters) {
            Meter.Id id = meter.getId();
            ids.putIfAbsent(id.getName(), id);
            Map<String, Set<String>> mine = tags.computeIfAbsent(id.getName(), name -> new TreeMap<>());
            for (Tag tag : id.getTags()) {
                mine.computeIfAbsent(tag.getKey(), key -> new TreeSet<>()).add(tag.getValue());
            }
        }
    }

    String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        for (String word : WORDS) {
            page.append("\n## ")
                    .append(word)
                    .append(
                            "\n\n| metric | in Prometheus | kind | unit | tags | what it says |\n|---|---|---|---|---|---|\n");
            ids.values().stream()
                    .filter(id -> id.getName().startsWith("perennial." + word + "."))
                    .forEach(id -> page.append(row(id)));
        }
        return page.append(FOOT).toString();
    }

    private String row(Meter.Id id) {
        return "| `" + id.getName() + "` | `" + prometheus(id) + "` | " + kind(id) + " | " + unit(id) + " | " + tags(id)
                + " | " + id.getDescription() + watched(id) + " |\n";
    }

    /** As the registry writes it, without the suffixes of a histogram's series. */
    static String prometheus(Meter.Id id) {
        String name = new PrometheusNamingConvention().name(id.getName(), id.getType(), id.getBaseUnit());
        return id.getType() == Meter.Type.COUNTER && !name.endsWith("_total") ? name + "_total" : name;
    }

    private static String kind(Meter.Id id) {
        return switch (id.getType()) {
            case COUNTER -> "counter";
            case GAUGE -> "gauge";
            case TIMER -> "histogram";
            case DISTRIBUTION_SUMMARY -> "summary";
            default -> throw new IllegalStateException("expected one of four kinds, got " + id);
        };
    }

    private static String unit(Meter.Id id) {
        return id.getBaseUnit() == null ? "" : id.getBaseUnit();
    }

    private String tags(Meter.Id id) {
        return tags.get(id.getName()).entrySet().stream()
                .map(tag ->
                        "`" + tag.getKey() + "`" + (OPEN.contains(tag.getKey()) ? "" : ": " + values(tag.getValue())))
                .collect(Collectors.joining("; "));
    }

    private static String values(Set<String> values) {
        return String.join(", ", values);
    }

    private String watched(Meter.Id id) {
        String name = prometheus(id);
        String watching = alerts.entrySet().stream()
                .filter(alert -> alert.getKey().equals(name) || alert.getKey().startsWith(name + "_"))
                .flatMap(alert -> alert.getValue().stream())
                .sorted()
                .distinct()
                .map(alert -> "[" + alert + "](../runbooks/" + alert + ".md)")
                .collect(Collectors.joining(", "));
        return watching.isEmpty() ? "" : ". Watched by " + watching;
    }
}
