// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perennial.app.Evaluation;
import io.perennial.evaluate.Outcome;
import io.perennial.evaluate.Recording;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Runs scenarios and keeps each row as soon as it is there, so that a benchmark that is stopped goes on where it was.
 *
 * @param data folder of the data sets
 * @param again whether rows that are there are measured again
 * @param contenders of a scenario, the baseline first
 */
record Benchmark(
        Path data,
        Results results,
        List<Long> seeds,
        boolean again,
        Function<Scenario, List<Contender>> contenders,
        PrintWriter out) {

    /** Data set by data set, since each has a model to open. */
    void run(List<Scenario> scenarios) throws IOException {
        List<Dataset> sets = Arrays.stream(Dataset.values())
                .filter(set -> scenarios.stream().anyMatch(scenario -> scenario.data() == set))
                .toList();
        sets.forEach(set -> set.check(data));
        for (Dataset set : sets) {
            List<Scenario> its = scenarios.stream()
                    .filter(scenario -> scenario.data() == set)
                    .toList();
            if (its.stream().anyMatch(this::isOpen)) {
                run(set, its);
            }
        }
    }

    private boolean isOpen(Scenario scenario) {
        return contenders.apply(scenario).stream()
                .anyMatch(contender -> seeds.stream().anyMatch(seed -> isOpen(scenario, contender, seed)));
    }

    private boolean isOpen(Scenario scenario, Contender contender, long seed) {
        return again || results.find(scenario.id(), contender.name(), seed).isEmpty();
    }

    private void run(Dataset set, List<Scenario> scenarios) throws IOException {
        try (Evaluation evaluation = set.open(data)) {
            List<Evaluation.Candidate> candidates = scenarios.stream()
                    .flatMap(scenario -> contenders.apply(scenario).stream()
                            .map(contender -> contender.candidate(evaluation, scenario.batch())))
                    .toList();
            evaluation.train(set.training(data), candidates, events -> {});
            Recording recording = evaluation.fitting(set.stream(data));
            for (Scenario scenario : scenarios) {
                for (long seed : seeds) {
                    run(scenario, seed, evaluation, recording);
                }
            }
        }
    }

    private void run(Scenario scenario, long seed, Evaluation evaluation, Recording recording) throws IOException {
        List<Contender> open = contenders.apply(scenario).stream()
                .filter(contender -> isOpen(scenario, contender, seed))
                .toList();
        if (open.isEmpty()) {
            return;
        }
        Regime.Stream stream = scenario.regime().of(recording, seed);
        for (Contender contender : open) {
            Evaluation.Candidate candidate = contender.candidate(evaluation, scenario.batch());
            long start = System.nanoTime();
            Outcome outcome = evaluation
                    .backtest(stream.recording(), candidate)
                    .run(candidate.method(), stream.sequence(), seed, events -> {});
            ObjectNode baseline = contender.name().equals(Contender.BASELINE)
                    ? null
                    : results.find(scenario.id(), Contender.BASELINE, seed).orElseThrow();
            ObjectNode row = Row.of(scenario, contender, outcome, baseline);
            results.keep(row);
            out.printf(
                    Locale.ROOT,
                    "%-26s %-12s seed %d: error %.2f%%, source %.2f%%, worst segment %+.2f points, %.0f s%n",
                    scenario.id(),
                    contender.name(),
                    seed,
                    100 * row.get("error").asDouble(),
                    100 * row.get("sourceError").asDouble(),
                    100 * row.get("worstExcess").asDouble(),
                    (System.nanoTime() - start) / 1e9);
            out.flush();
        }
    }
}
