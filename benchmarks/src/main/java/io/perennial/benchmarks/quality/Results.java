// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The file of results: one row for each scenario, method and seed, in that order. */
final class Results {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** What a row is known by. */
    private record Key(String scenario, String method, long seed) {

        static final Comparator<Key> ORDER = Comparator.comparingInt(Key::place)
                .thenComparing(Key::scenario)
                .thenComparingInt(key -> Contender.place(key.method))
                .thenComparing(Key::method)
                .thenComparingLong(Key::seed);

        /** Scenarios that are no more stand behind those that are. */
        private int place() {
            for (int i = 0; i < Scenario.ALL.size(); i++) {
                if (Scenario.ALL.get(i).id().equals(scenario)) {
                    return i;
                }
            }
            return Scenario.ALL.size();
        }
    }

    private final Path file;
    private final Map<Key, ObjectNode> rows = new TreeMap<>(Key.ORDER);

    private Results(Path file) {
        this.file = file;
    }

    /** Those of a file, none where it is not there yet. */
    static Results read(Path file) throws IOException {
        Results results = new Results(file);
        if (Files.exists(file)) {
            for (JsonNode row : JSON.readTree(file.toFile()).path("runs")) {
                results.put((ObjectNode) row);
            }
        }
        return results;
    }

    private void put(ObjectNode row) {
        Key key = new Key(
                row.get("scenario").asText(),
                row.get("method").asText(),
                row.get("seed").asLong());
        rows.put(key, row);
    }

    /** Keeps a row, in the place of one of the same scenario, method and seed; a reader sees all of the file or none. */
    void keep(ObjectNode row) throws IOException {
        put(row);
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path written = Files.createTempFile(directory, "quality-", ".part");
        try {
            ObjectNode document = JSON.createObjectNode();
            rows.values().forEach(document.putArray("runs")::add);
            JSON.writeValue(written.toFile(), document);
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    Optional<ObjectNode> find(String scenario, String method, long seed) {
        return Optional.ofNullable(rows.get(new Key(scenario, method, seed)));
    }

    /** One figure of each seed; rows that have none are left out. */
    double[] figures(String scenario, String method, String name) {
        return rows.entrySet().stream()
                .filter(row -> row.getKey().scenario.equals(scenario)
                        && row.getKey().method.equals(method)
                        && row.getValue().path(name).isNumber())
                .mapToDouble(row -> row.getValue().get(name).asDouble())
                .toArray();
    }

    List<String> scenarios() {
        return rows.keySet().stream().map(Key::scenario).distinct().toList();
    }

    /** Of all scenarios, in the order of the columns. */
    List<String> methods() {
        return rows.keySet().stream()
                .map(Key::method)
                .distinct()
                .sorted(Comparator.comparingInt(Contender::place).thenComparing(Comparator.naturalOrder()))
                .toList();
    }
}
