// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Rounds of both on one network, side by side.
 *
 * @param batch events of a step
 * @param nothing what a process without work says, in the same words; null where none was asked
 */
record Bout(Net net, int batch, int views, int threads, List<Said> ours, List<Said> theirs, Said nothing) {

    static final String HEADING =
            """
            | network | batch | views | threads | Perennial, ms a step | PyTorch, ms a step | times as fast (quartiles) \
            | Perennial, MiB | PyTorch, MiB | nothing, ms |
            |---|---:|---:|---:|---:|---:|---|---:|---:|---:|
            """;

    static final String STREAM_HEADING =
            """
            | built-in example's stream, views | batch | views at most | Perennial, events/s | PyTorch with all, events/s \
            | times as fast (quartiles) | error, % |
            |---|---:|---:|---:|---:|---|---:|
            """;

    /** PyTorch's time over ours, of rounds side by side: lower quartile, median, upper quartile. */
    double[] ratios() {
        double[] ratios = new double[ours.size()];
        Arrays.setAll(ratios, i -> theirs.get(i).seconds() / ours.get(i).seconds());
        Arrays.sort(ratios);
        int last = ratios.length - 1;
        return new double[] {ratios[last / 4], median(ratios), ratios[last - last / 4]};
    }

    String row() {
        double[] ratios = ratios();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %.2f | %.2f | **%.2f** (%.2f to %.2f) | %.0f | %.0f | %.4f |%n",
                net.word(),
                batch,
                views,
                threads,
                1e3 * median(ours, Said::seconds),
                1e3 * median(theirs, Said::seconds),
                ratios[1],
                ratios[0],
                ratios[2],
                median(ours, Said::mebibytes),
                median(theirs, Said::mebibytes),
                1e3 * nothing.seconds());
    }

    /** Of a stream with labels, which PyTorch's steps do not see. */
    String streamRow(String which) {
        double[] ratios = ratios();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %.0f | %.0f | **%.2f** (%.2f to %.2f) | %.2f |%n",
                which,
                batch,
                views,
                batch / median(ours, Said::seconds),
                batch / median(theirs, Said::seconds),
                ratios[1],
                ratios[0],
                ratios[2],
                100 * median(ours, Said::error));
    }

    private static double median(List<Said> rounds, ToDoubleFunction<Said> figure) {
        return median(rounds.stream().mapToDouble(figure).sorted().toArray());
    }

    private static double median(double... sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
