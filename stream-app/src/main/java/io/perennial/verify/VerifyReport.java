// SPDX-License-Identifier: Apache-2.0
package io.perennial.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perennial.verify.Violation.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What became of all partitions, for people and for scripts. */
public record VerifyReport(List<Verdict> partitions) {

    private static final int NAMED = 20;

    /**
     * Judges what was read.
     *
     * @param mayGoBack steps that a crash may take back
     * @param everyStep whether the weights are to follow from exactly the batches that were answered
     */
    public static VerifyReport of(TopicsRead read, long mayGoBack, boolean everyStep) {
        return new VerifyReport(read.partitions().stream()
                .map(topics -> PartitionCheck.of(topics, new History(mayGoBack, everyStep)))
                .toList());
    }

    /** Whether every event has exactly one outcome, and all else is as it should be. */
    public boolean passed() {
        return waiting() == 0 && violations().isEmpty();
    }

    /** Events that have no outcome yet. */
    public long waiting() {
        return partitions.stream().mapToLong(Verdict::waiting).sum();
    }

    /** Partition after partition, by the order of their events. */
    public List<Violation> violations() {
        return partitions.stream()
                .flatMap(verdict -> verdict.violations().stream())
                .toList();
    }

    /** Lines for a terminal: a table, and the first thing in each partition that is wrong. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("partition     events  predictions  dead letters  waiting  unjudged  violations     step  went back");
        for (Verdict one : partitions) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%9d %10d %12d %13d %8d %9d %11d %8s %10d",
                    one.partition(),
                    one.events(),
                    one.predictions(),
                    one.deadLetters(),
                    one.waiting(),
                    one.unjudged(),
                    one.violations().size(),
                    one.step() < 0 ? "-" : Long.toString(one.step()),
                    one.wentBack()));
        }
        for (Verdict one : partitions) {
            one.first()
                    .ifPresent(first -> lines.add("partition " + one.partition() + ", first violation, "
                            + first.kind().tag() + ": " + first.what()));
        }
        lines.add(conclusion());
        return lines;
    }

    private String conclusion() {
        if (passed()) {
            return "every event has exactly one outcome";
        }
        String counts = Stream.of(Kind.values())
                .filter(kind -> count(kind) > 0)
                .map(kind -> count(kind) + " " + kind.tag())
                .collect(Collectors.joining(", "));
        String still =
                switch ((int) Math.min(2, waiting())) {
                    case 0 -> "";
                    case 1 -> "1 event waits for an outcome";
                    default -> waiting() + " events wait for an outcome";
                };
        return Stream.of(counts, still).filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
    }

    /** How many violations are of a kind. */
    public long count(Kind kind) {
        return partitions.stream().mapToLong(verdict -> verdict.count(kind)).sum();
    }

    /** Writes the same as JSON, with at most {@value #NAMED} violations of each partition in words. */
    public void write(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode().put("passed", passed());
        ArrayNode all = json.putArray("partitions");
        for (Verdict one : partitions) {
            ObjectNode node = all.addObject()
                    .put("partition", one.partition())
                    .put("events", one.events())
                    .put("predictions", one.predictions())
                    .put("deadLetters", one.deadLetters())
                    .put("waiting", one.waiting())
                    .put("unjudged", one.unjudged())
                    .put("step", one.step())
                    .put("wentBack", one.wentBack());
            for (Kind kind : Kind.values()) {
                node.put(key(kind), one.count(kind));
            }
            ArrayNode violations = node.putArray("violations");
            one.violations().stream().limit(NAMED).forEach(violation -> violations
                    .addObject()
                    .put("kind", violation.kind().tag())
                    .put("near", violation.near())
                    .put("what", violation.what()));
        }
        Files.write(file, mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    }

    /** Lower camel case, as all keys of JSON. */
    private static String key(Kind kind) {
        return switch (kind) {
            case OUT_OF_ORDER -> "outOfOrder";
            case WENT_BACK -> "stepsWentBack";
            default -> kind.tag();
        };
    }
}
