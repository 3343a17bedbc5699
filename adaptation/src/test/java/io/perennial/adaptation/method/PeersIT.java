// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.adaptation.golden.Npy;
import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.adaptation.view.ViewsFor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method under its published defaults against published code on the same CIFAR-10-C stream: fifteen corruptions
 * one after the other, batches of 200. It takes minutes for each method, so it runs only those that are named:
 * {@code -Dit.test=PeersIT -Dperennial.peers=tent,roid}, and needs data that is not part of the project.
 */
class PeersIT {

    private static final Path SHARED = Path.of("..", "..", "shared");
    private static final Path DATA = SHARED.resolve(Path.of("data", "cifar10c"));
    private static final int SIZE = 200;
    private static final int IMAGE = 3 * 32 * 32;
    private static final int SOURCE_EVENTS = 2000;
    private static final double ALLOWED = 0.7;
    private static final Map<String, String> THEIR_NAMES =
            Map.of("frozen", "source", "norm", "norm_test", "petal-fim", "petal_fim");

    record Result(double error, double brier, double nll, double restored) {}

    static Stream<String> chosen() {
        String named = System.getProperty("perennial.peers", "none");
        return Arrays.stream(named.split(","));
    }

    @ParameterizedTest
    @MethodSource("chosen")
    void comesOutAsPublishedCodeDoes(String name) throws IOException {
        assumeTrue(MethodSpec.NAMES.contains(name), "name methods by -Dperennial.peers");
        assumeTrue(Files.isDirectory(DATA), "no data at " + DATA);
        long start = System.nanoTime();
        Result ours = run(name);
        JsonNode theirs = theirs(THEIR_NAMES.getOrDefault(name, name));
        System.out.printf(
                Locale.ROOT,
                "peers | %-10s | error %.2f | brier %.4f | nll %.4f | restored %.4f | %.0f s | theirs %s %s %s%n",
                name,
                ours.error,
                ours.brier,
                ours.nll,
                ours.restored,
                (System.nanoTime() - start) / 1e9,
                theirs.path("error"),
                theirs.path("brier"),
                theirs.path("nll"));
        if (theirs.has("error")) {
            assertThat(ours.error).isCloseTo(theirs.get("error").asDouble(), within(ALLOWED));
        }
    }

    private static Result run(String name) throws IOException {
        Graph graph = Graph.read(Files.readAllBytes(DATA.resolve("model.onnx")));
        MethodSpec spec = MethodSpec.published(name, SIZE);
        ParameterSelection selection = spec.selection(new ParameterSelection.All());
        Engine engine = Engine.named("torch").threads(Integer.getInteger("perennial.threads", 0));
        try (Network network = engine.open(graph, selection);
                Network features = engine.open(Penultimate.of(graph).orElseThrow(), new ParameterSelection.All())) {
            SourceKnowledge known = new SourceKnowledge(sourceEvents(), features);
            try (Method method = spec.open(network, null, ViewsFor.event(new int[] {3, 32, 32}, 0, 1), 1, known)) {
                return score(method);
            }
        }
    }

    private static Result score(Method method) throws IOException {
        Npy stream = npy("stream");
        int[] labels = npy("stream_labels").ints();
        Map<Integer, Integer> errors = new TreeMap<>();
        double brier = 0;
        double nll = 0;
        double restored = 0;
        for (int from = 0; from < labels.length; from += SIZE) {
            Scored scored = method.score(batch(stream, from), true);
            Probabilities p = scored.probabilities();
            for (int event = 0; event < SIZE; event++) {
                int label = labels[from + event];
                errors.merge(from / 1000, p.label(event) == label ? 0 : 1, Integer::sum);
                nll -= Math.log(Math.max(p.at(event, label), 1e-12));
                for (int c = 0; c < p.classes(); c++) {
                    brier += Math.pow(p.at(event, c) - (c == label ? 1 : 0), 2);
                }
            }
            restored += method.adapt(scored).restoredShare();
        }
        System.out.println("errors by corruption, of 1000: " + errors.values());
        double wrong = errors.values().stream().mapToInt(Integer::intValue).sum();
        int n = labels.length;
        return new Result(100 * wrong / n, brier / n, nll / n, restored * SIZE / n);
    }

    private static List<Batch> sourceEvents() throws IOException {
        Npy train = npy("train");
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < SOURCE_EVENTS; from += SIZE) {
            batches.add(batch(train, from));
        }
        return batches;
    }

    private static Batch batch(Npy images, int from) {
        float[] values = images.floats(from * IMAGE, SIZE * IMAGE);
        if (images.type().equals("|u1")) {
            for (int i = 0; i < values.length; i++) {
                values[i] /= 255;
            }
        }
        return new Batch(values, SIZE, 3, 32, 32);
    }

    private static Npy npy(String name) throws IOException {
        return Npy.read(Files.readAllBytes(DATA.resolve(name + ".npy")));
    }

    private static JsonNode theirs(String name) throws IOException {
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(SHARED.resolve(Path.of("reference", "peers", "cifar10c.jsonl")))) {
            JsonNode run = json.readTree(line);
            if (run.get("method").asText().equals(name)
                    && !run.get("correlated").asBoolean()) {
                return run;
            }
        }
        return json.createObjectNode();
    }
}
