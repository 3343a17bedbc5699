// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Runs the benchmarks with JMH's own command line and ends with a Markdown table of times and ratios. */
public final class Micro {

    /** Name of the do-nothing benchmark that every class has. */
    static final String BASELINE = "nothing";

    private Micro() {}

    /** @param args as of {@link org.openjdk.jmh.Main}, of which only the listings ({@code -h}, {@code -l}) are missing */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        System.out.print(table(new Runner(new CommandLineOptions(args)).run()));
    }

    /** Ratios need a class's own baseline in the same run; without it they stay empty. */
    private static String table(Collection<RunResult> results) {
        Map<String, Double> baselines = new HashMap<>();
        for (RunResult result : results) {
            if (name(result.getParams()).endsWith("." + BASELINE)) {
                baselines.put(
                        group(result.getParams()), result.getPrimaryResult().getScore());
            }
        }
        StringBuilder table = new StringBuilder("\n| benchmark | time | error (99.9 %) | unit | times `" + BASELINE
                + "` |\n|---|---:|---:|---|---:|\n");
        for (RunResult result : results) {
            BenchmarkParams params = result.getParams();
            Result<?> time = result.getPrimaryResult();
            Double baseline = baselines.get(group(params));
            table.append(String.format(
                    Locale.ROOT,
                    "| %s%s | %.4g | %.2g | %s | %s |%n",
                    name(params),
                    values(params),
                    time.getScore(),
                    time.getScoreError(),
                    time.getScoreUnit(),
                    baseline == null ? "" : String.format(Locale.ROOT, "%.2g", time.getScore() / baseline)));
        }
        return table.toString();
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
