// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The meters of an application as Prometheus reads them. */
final class Meters {

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;

    /** @param port where the application serves them */
    Meters(int port) {
        request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
    }

    /** All of them at one moment. */
    Reading read() throws IOException, InterruptedException {
        return new Reading(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** @param text in the text format */
    record Reading(String text) {

        /** The largest of the lines of a meter; NaN where there is none. */
        double most(String name) {
            Pattern lines = Pattern.compile("(?m)^" + Pattern.quote(name) + "(?:\\{[^}]*})? (\\S+)$");
            return lines.matcher(text)
                    .results()
                    .map((MatchResult line) -> line.group(1))
                    .mapToDouble(value -> value.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value))
                    .filter(value -> !Double.isNaN(value))
                    .max()
                    .orElse(Double.NaN);
        }

        /** The same of a counter, which is not there before it counts. */
        double count(String name) {
            double count = most(name);
            return Double.isNaN(count) ? 0 : count;
        }
    }
}
