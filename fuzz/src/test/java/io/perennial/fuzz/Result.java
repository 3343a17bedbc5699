// SPDX-License-Identifier: Apache-2.0
package io.perennial.fuzz;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of one target in one campaign.
 *
 * @param executions inputs that were read
 * @param seconds that it took
 * @param edges of the instrumented code that were passed, as libFuzzer counts them
 * @param features edges with how often they were passed and what was compared there, as libFuzzer counts them
 * @param corpus inputs that are kept, each for a feature
 * @param found inputs that broke the contract, by the names of their files
 */
record Result(
        String target,
        long executions,
        long seconds,
        long edges,
        long features,
        long corpus,
        Map<String, byte[]> found) {

    /** As in {@code #4096 pulse cov: 312 ft: 940 corp: 77/2Kb lim: 63 exec/s: 2048 rss: 512Mb}. */
    private static final Pattern STATUS = Pattern.compile("#(\\d+)\\s+\\S+\\s+cov: (\\d+) ft: (\\d+) corp: (\\d+)/.*");

    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second.*");

    /** @param said by Jazzer, line by line */
    static Result of(String target, List<String> said, Map<String, byte[]> found) {
        long executions = 0;
        long seconds = 0;
        long edges = 0;
        long features = 0;
        long corpus = 0;
        for (String line : said) {
            Matcher status = STATUS.matcher(line);
            Matcher done = DONE.matcher(line);
            if (status.matches()) {
                executions = Long.parseLong(status.group(1));
                edges = Long.parseLong(status.group(2));
                features = Long.parseLong(status.group(3));
                corpus = Long.parseLong(status.group(4));
            } else if (done.matches()) {
                executions = Long.parseLong(done.group(1));
                seconds = Math.max(1, Long.parseLong(done.group(2)));
            }
        }
        return new Result(target, executions, seconds, edges, features, corpus, found);
    }

    /** Whether it ended as it should: an input that breaks the contract ends a campaign at once. */
    boolean isClean() {
        return found.isEmpty() && seconds > 0;
    }
}
