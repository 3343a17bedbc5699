// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perennial.evaluate.Course;
import io.perennial.evaluate.Outcome;
import io.perennial.evaluate.Run;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a row of the results: what {@code perennial evaluate} writes of a run, and how it compares with the source. */
final class Row {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Row() {}

    /**
     * The first fields are the scenario, then those of {@link Run}, its method being called as the contender is. Behind
     * them stand {@code sourceError} on the same events; {@code secondTenthError}; {@code firstVisitError} and {@code
     * lastVisitError} where there are visits; {@code worstExcess}, the largest {@code excess} of a segment's error over
     * the source's.
     *
     * @param baseline the row of the untouched source on the same stream; null where this is it
     */
    static ObjectNode of(Scenario scenario, Contender contender, Outcome outcome, JsonNode baseline) {
        Run run = outcome.run();
        Course course = outcome.course();
        ObjectNode row = JSON.createObjectNode();
        row.put("scenario", scenario.id());
        row.setAll((ObjectNode) JSON.valueToTree(run));
        row.put("method", contender.name());
        JsonNode source = baseline == null ? row.deepCopy() : baseline;
        row.put("sourceError", source.get("error").asDouble());
        row.put("secondTenthError", course.error(0.1, 0.2));
        if (run.visits() != null) {
            List<Run.Visit> visits = run.visits();
            row.put("firstVisitError", visits.get(0).error());
            row.put("lastVisitError", visits.get(visits.size() - 1).error());
        }
        row.put("worstExcess", compare(row.path("segments"), source.path("segments")));
        return row;
    }

    private static double compare(JsonNode segments, JsonNode source) {
        Map<String, Double> theirs = new HashMap<>();
        source.forEach(segment ->
                theirs.put(segment.get("name").asText(), segment.path("error").asDouble()));
        double worst = Double.NEGATIVE_INFINITY;
        for (JsonNode segment : segments) {
            if (segment.has("error")) {
                double excess = segment.get("error").asDouble()
                        - theirs.get(segment.get("name").asText());
                ((ObjectNode) segment).put("excess", excess);
                worst = Math.max(worst, excess);
            }
        }
        return worst;
    }
}
