// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import io.perennial.benchmarks.profile.Profile;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Results of JMH as Markdown. */
final class MicroTable {

    /** Of JMH's profiler of the collector: what an operation allocates on the heap. */
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private MicroTable() {}

    /** Ratios need a class's own baseline in the same run; without it they stay empty. */
    static String of(Collection<RunResult> results) {
        Map<String, Double> baselines = new HashMap<>();
        for (RunResult result : results) {
            if (name(result.getParams()).endsWith("." + Micro.BASELINE)) {
                baselines.put(
                        group(result.getParams()), result.getPrimaryResult().getScore());
            }
        }
        StringBuilder table = new StringBuilder("| benchmark | time | error (99.9 %) | unit | times `" + Micro.BASELINE
                + "` | heap, B an operation |\n|---|---:|---:|---|---:|---:|\n");
        for (RunResult result : results) {
            BenchmarkParams params = result.getParams();
            Result<?> time = result.getPrimaryResult();
            Double baseline = baselines.get(group(params));
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.4g | %.2g | %s | %s | %s |%n",
                    row(params),
                    time.getScore(),
                    time.getScoreError(),
                    time.getScoreUnit(),
                    baseline == null ? "" : String.format(Locale.ROOT, "%.2g", time.getScore() / baseline),
                    allocated(result)));
        }
        return table.toString();
    }

    private static String allocated(RunResult result) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(ALLOCATED))
                .findFirst()
                .map(entry ->
                        String.format(Locale.ROOT, "%,.0f", entry.getValue().getScore()))
                .orElse("");
    }

    /** A section with the frames that ran. */
    static String of(RunResult result, Profile profile, int rows) {
        return "### " + row(result.getParams()) + "\n\n"
                + (profile.samples() == 0 ? "No samples.\n" : profile.samples() + " samples.\n\n" + profile.table(rows))
                + "\n";
    }

    /** Class, method and parameters. */
    private static String row(BenchmarkParams params) {
        return name(params) + values(params);
    }

    /** Class and method, without the package. */
    private static String name(BenchmarkParams params) {
        String whole = params.getBenchmark();
        return whole.substring(whole.lastIndexOf('.', whole.lastIndexOf('.') - 1) + 1);
    }

    /** Class and parameters: what a benchmark shares with its baseline. */
    private static String group(BenchmarkParams params) {
        String name = name(params);
        return name.substring(0, name.indexOf('.')) + values(params);
    }

    private static String values(BenchmarkParams params) {
        StringBuilder values = new StringBuilder();
        for (String key : params.getParamsKeys()) {
            values.append(", ").append(key).append(" = ").append(params.getParam(key));
        }
        return values.toString();
    }
}
