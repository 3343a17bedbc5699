// SPDX-License-Identifier: Apache-2.0
package io.perennial.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code results.csv}, a line for each target of each campaign, and {@code results.md}, which sums them up. */
record ResultFiles(Path csv, Path page) {

    private static final String HEADER = "date,commit,java,target,executions,seconds,edges,features,corpus";

    static ResultFiles in(Path directory) {
        return new ResultFiles(directory.resolve("results.csv"), directory.resolve("results.md"));
    }

    void add(Result result) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        if (!Files.exists(csv)) {
            lines.add(HEADER);
        }
        lines.add(String.format(
                Locale.ROOT,
                "%s,%s,%s,%s,%d,%d,%d,%d,%d",
                LocalDate.now(ZoneOffset.UTC),
                commit(),
                System.getProperty("java.version"),
                result.target(),
                result.executions(),
                result.seconds(),
                result.edges(),
                result.features(),
                result.corpus()));
        Files.write(csv, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Files.write(page, page(Files.readAllLines(csv)));
    }

    private static String commit() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "rev-parse", "--short=12", "HEAD").start();
        String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor() == 0 ? commit : "unknown";
    }

    /** Executions and seconds of all campaigns; edges, features and inputs of the last one. */
    static List<String> page(List<String> csv) throws IOException {
        Map<String, Sum> sums = new LinkedHashMap<>();
        Targets.names().forEach(name -> sums.put(name, new Sum()));
        for (String line : csv.subList(1, csv.size())) {
            String[] cells = line.split(",", -1);
            Sum sum = sums.get(cells[3]);
            if (sum != null) { // else of a target that there is no longer
                sum.add(cells);
            }
        }
        List<String> page = new ArrayList<>();
        page.add("<!-- SPDX-License-Identifier: Apache-2.0 -->");
        page.add("");
        page.add("# What the fuzzer has done");
        page.add("");
        page.add(
                "Written by `./mvnw -Pfuzz -pl fuzz -am test -Dperennial.fuzz.keep=true` out of [results.csv](results.csv), which has");
        page.add(
                "date, commit and JDK of each campaign. Executions are those of all campaigns together; edges, features and corpus are");
        page.add(
                "libFuzzer's of the last one. Findings are the inputs under `findings/` that broke a contract once, and hold it now.");
        page.add("");
        page.add(
                "| target | executions | executions/s | edges | features | corpus | findings, all fixed | last campaign |");
        page.add("|---|---:|---:|---:|---:|---:|---:|---|");
        long executions = 0;
        long seconds = 0;
        int findings = 0;
        for (Map.Entry<String, Sum> entry : sums.entrySet()) {
            Sum sum = entry.getValue();
            int found = Corpus.findings(entry.getKey());
            executions += sum.executions;
            seconds += sum.seconds;
            findings += found;
            page.add(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %,d | %,d | %,d | %d | %s |",
                    entry.getKey(),
                    sum.executions,
                    sum.executions / Math.max(1, sum.seconds),
                    sum.edges,
                    sum.features,
                    sum.corpus,
                    found,
                    sum.last));
        }
        page.add(String.format(
                Locale.ROOT,
                "| **all** | %,d | %,d | | | | %d | |",
                executions,
                executions / Math.max(1, seconds),
                findings));
        return page;
    }

    private static final class Sum {
        private long executions;
        private long seconds;
        private long edges;
        private long features;
        private long corpus;
        private String last = "none yet";

        void add(String... cells) {
            executions += Long.parseLong(cells[4]);
            seconds += Long.parseLong(cells[5]);
            edges = Long.parseLong(cells[6]);
            features = Long.parseLong(cells[7]);
            corpus = Long.parseLong(cells[8]);
            last = cells[0] + ", " + cells[1] + ", JDK " + cells[2];
        }
    }
}
