// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.endtoend;

import io.perennial.adaptation.network.Engine;
import io.perennial.app.Evaluation;
import io.perennial.evaluate.Order;
import io.perennial.evaluate.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The same method without Kafka: batches from memory are scored and learned from, one after the other. */
final class InProcess implements AutoCloseable {

    private static final int LEAST = 100 * Application.BATCH;

    private final Map<Contender, Double> rates = new EnumMap<>(Contender.class);
    private final Path model;
    private final Evaluation evaluation;

    private InProcess(Path model, Evaluation evaluation) {
        this.model = model;
        this.evaluation = evaluation;
    }

    /** @param threads of one pass; 0 for one per core */
    static InProcess open(int threads) throws IOException {
        Path model = Files.createTempFile("perennial-endtoend-", ".onnx");
        Files.write(model, Perceptron.bundle().model());
        return new InProcess(
                model, Evaluation.open(model, Engine.named(Engine.AUTO).threads(threads)));
    }

    /**
     * Events per second.
     *
     * @param millis that it is to take, as far as the last run of the contender tells
     * @param values of the events, in whole batches
     */
    double run(Contender contender, Map<String, String> more, int millis, float... values) {
        Map<String, String> keys = new HashMap<>(contender.keys());
        keys.put("tensor.batch-size", Integer.toString(Application.BATCH));
        keys.putAll(more);
        Evaluation.Candidate candidate = evaluation.configured(keys);
        Recording recording =
                evaluation.fitting(Recording.of(values, new int[] {Perceptron.FEATURES}, labels(values.length)));
        double expected = rates.getOrDefault(contender, 0.0) * millis / 1000;
        Recording part = recording.first(Math.max(LEAST, (int) expected / Application.BATCH * Application.BATCH));
        double rate = evaluation
                .backtest(part, candidate)
                .run(candidate.method(), Order.parse("natural"), 1, events -> {})
                .run()
                .eventsPerSecond();
        rates.put(contender, rate);
        return rate;
    }

    /** Any: without them the source would be asked for its own. */
    private static int[] labels(int values) {
        return new int[values / Perceptron.FEATURES];
    }

    @Override
    public void close() throws IOException {
        evaluation.close();
        Files.delete(model);
    }
}
