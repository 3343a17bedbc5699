// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The metrics of a running service, read as Prometheus does. */
final class Scrape {

    private static final Pattern PREDICTIONS =
            Pattern.compile("(?m)^perennial_publish_predictions_events_total\\{partition=\"(\\d+)\"} (\\S+)$");

    private Scrape() {}

    /** Predictions that a service has made, by partition. */
    static Map<Integer, Double> predictions(PerennialApp app) throws IOException, InterruptedException {
        Map<Integer, Double> counts = new TreeMap<>();
        PREDICTIONS
                .matcher(get(app.port(), "/metrics").body())
                .results()
                .forEach((MatchResult line) ->
                        counts.put(Integer.valueOf(line.group(1)), Double.valueOf(line.group(2))));
        return counts;
    }

    static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
