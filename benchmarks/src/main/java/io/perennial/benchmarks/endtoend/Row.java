// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What one contender did with so many partitions. */
final class Row {

    /** Between the names of the columns and the rows. */
    static final String RULE = "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|";

    private final Contender contender;
    private final int partitions;
    private final Map<String, String> beside;
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> kept = new ArrayList<>();
    private final List<Double> alone = new ArrayList<>();
    private final List<Latency.Figures> latencies = new ArrayList<>();

    /** @param beside keys of the configuration that are its own */
    Row(Contender contender, int partitions, Map<String, String> beside) {
        this.contender = contender;
        this.partitions = partitions;
        this.beside = beside;
    }

    /** What its applications' ids begin with. */
    String id() {
        return contender.word() + "-" + partitions + (beside.isEmpty() ? "" : "-beside");
    }

    /** The configuration with its own keys. */
    Map<String, String> keys(Map<String, String> all) {
        Map<String, String> keys = new LinkedHashMap<>(all);
        keys.putAll(beside);
        return keys;
    }

    Contender contender() {
        return contender;
    }

    int partitions() {
        return partitions;
    }

    void through(Throughput.Figures figures) {
        rates.add(figures.eventsPerSecond());
        kept.add(figures.kept());
    }

    void inProcess(double eventsPerSecond) {
        alone.add(eventsPerSecond);
    }

    void took(Latency.Figures figures) {
        latencies.add(figures);
    }

    /** What stands above rows: a table for people; what was not measured is left empty. */
    static String heading(Payload payload, int rounds, int rate) {
        return String.format(
                Locale.ROOT,
                "Payloads %s, batches of %d; medians of %d rounds in turns; latency at %,d events/s.%n%n"
                        + "| what runs | partitions | events/s | quartiles | in process, events/s | of it | kept, records an event"
                        + " | produced after, ms: p50 | p99 | committed after, ms: p50 | p99 |%n"
                        + RULE + "%n",
                payload.word(),
                Application.BATCH,
                rounds,
                rate);
    }

    String line() {
        double[] ratios = new double[alone.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = rates.get(i) / alone.get(i);
        }
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s to %s | %s | %s | %s | %s | %s | %s | %s |%n",
                contender.word() + (beside.isEmpty() ? "" : " " + beside),
                partitions,
                figure("%,.0f", at(0.5, doubles(rates))),
                figure("%,.0f", at(0.25, doubles(rates))),
                figure("%,.0f", at(0.75, doubles(rates))),
                figure("%,.0f", at(0.5, doubles(alone))),
                figure("%.2f", at(0.5, ratios)),
                figure("%.2f", at(0.5, doubles(kept))),
                latency(latencies.stream().mapToDouble(Latency.Figures::producedHalf)),
                latency(latencies.stream().mapToDouble(Latency.Figures::producedMost)),
                latency(latencies.stream().mapToDouble(Latency.Figures::committedHalf)),
                latency(latencies.stream().mapToDouble(Latency.Figures::committedMost)));
    }

    private static String latency(java.util.stream.DoubleStream figures) {
        return figure("%.0f", at(0.5, figures.toArray()));
    }

    private static double[] doubles(List<Double> figures) {
        return figures.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static String figure(String format, double figure) {
        return Double.isNaN(figure) ? "" : String.format(Locale.ROOT, format, figure);
    }

    /** Linear between order statistics; NaN of nothing. */
    private static double at(double share, double... sample) {
        if (sample.length == 0) {
            return Double.NaN;
        }
        double[] sorted = sample.clone();
        Arrays.sort(sorted);
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
