// SPDX-License-Identifier: Apache-2.0
package io.perennial.chaos;

import io.perennial.harness.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process takes, as Linux counts it.
 *
 * @param resident bytes in memory
 * @param files open file descriptors
 * @param series lines of {@code /metrics} that are no comment
 */
record ProcessFigures(long resident, long files, long threads, long series) {

    private static final Pattern ADDRESS = Pattern.compile("page, metrics and health: (http://\\S+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static ProcessFigures of(ChildProcess service) throws IOException, InterruptedException {
        Path process = Path.of("/proc", Long.toString(service.pid()));
        long files;
        try (Stream<Path> all = Files.list(process.resolve("fd"))) {
            files = all.count();
        }
        return new ProcessFigures(
                number(process, "VmRSS:") * 1024, files, number(process, "Threads:"), series(service.output()));
    }

    private static long number(Path process, String name) throws IOException {
        return Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    private static long series(String log) throws IOException, InterruptedException {
        Matcher address = ADDRESS.matcher(log);
        if (!address.find()) {
            throw new IOException("the service has not said where its metrics are");
        }
        HttpRequest metrics = HttpRequest.newBuilder(URI.create(address.group(1) + "/metrics"))
                .build();
        return HTTP.send(metrics, BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .count();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%.0f MiB, %d files, %d threads, %d series", resident / 1048576.0, files, threads, series);
    }
}
