// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a process says in its last line, a JSON object.
 *
 * @param seconds of a step, the median of its steps
 * @param mebibytes that it held at most
 * @param error share of wrong predictions; not a number where nobody knows
 * @param what computed, in words
 */
record Said(double seconds, long mebibytes, double error, String what) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Runs a process to its end.
     *
     * @throws IllegalStateException if it ends with an error, or says nothing
     */
    static Said of(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        String line = output.lines()
                .filter(text -> text.startsWith("{"))
                .reduce((before, last) -> last)
                .orElse("");
        if (status != 0 || line.isEmpty()) {
            throw new IllegalStateException("process refused: expected a line of JSON, got status " + status + " and:\n"
                    + output + "\n[" + String.join(" ", command) + "]");
        }
        return parse(line);
    }

    static Said parse(String line) {
        try {
            JsonNode said = JSON.readTree(line);
            String what = said.has("torch")
                    ? "PyTorch " + said.get("torch").asText()
                    : said.path("what").asText();
            return new Said(
                    said.required("seconds_per_step").asDouble(),
                    said.required("peak_mb").asLong(),
                    said.path("error").asDouble(Double.NaN),
                    what);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
