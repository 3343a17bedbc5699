// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.adaptation.ration.RationLevel;
import java.io.IOException;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A record of the drift topic as the page tells it.
 *
 * @param at when the page was told
 * @param kind as the record's {@code drift}
 * @param severity {@code none}, {@code notice}, {@code warning} or {@code critical}
 * @param text what happened
 * @param subject what moved most, or why; empty where the record does not say
 * @param since when what happened began, as the record has it; empty where it does not say
 * @param json the record
 */
record DriftNote(
        Instant at,
        String kind,
        int partition,
        String severity,
        String text,
        String subject,
        String since,
        JsonNode json) {

    static final String GUARD = "guard";
    static final String CONTROL = "control";
    static final String BUNDLE = "bundle";
    static final String RATION = "ration";

    private static final int LONGEST = 300;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static DriftNote read(Instant at, byte[] record) {
        JsonNode json;
        try {
            json = MAPPER.readTree(record);
        } catch (IOException e) {
            throw new IllegalArgumentException("drift record refused: expected JSON, got " + e.getMessage(), e);
        }
        String kind = json.path("drift").asText("unknown");
        return switch (kind) {
            case GUARD -> guard(at, json);
            case CONTROL -> control(at, json);
            case BUNDLE ->
                note(
                        at,
                        json,
                        "notice",
                        json.path("from").asText() + " → " + json.path("to").asText(),
                        "");
            case RATION -> ration(at, json);
            default -> moved(at, json);
        };
    }

    private static DriftNote guard(Instant at, JsonNode json) {
        String to = json.path("to").asText();
        String severity =
                switch (to) {
                    case "open" -> "critical";
                    case "half-open" -> "notice";
                    default -> "none";
                };
        String reason = json.path("reason").asText();
        String text = to + ", was " + json.path("from").asText() + ": " + reason + ", at step "
                + json.path("step").asLong();
        return note(at, json, severity, text, reason);
    }

    private static DriftNote control(Instant at, JsonNode json) {
        boolean applied = "applied".equals(json.path("outcome").asText());
        String text = json.path("command").asText() + " by " + json.path("by").asText() + ": step "
                + json.path("from").path("step").asLong() + " → "
                + json.path("to").path("step").asLong();
        String reason = json.path("reason").asText("");
        return note(
                at,
                json,
                applied ? "notice" : "warning",
                applied
                        ? text
                        : json.path("command").asText() + " by "
                                + json.path("by").asText() + " refused: " + reason,
                reason);
    }

    private static DriftNote ration(Instant at, JsonNode json) {
        String to = json.path("to").asText();
        String reason = json.path("reason").asText();
        String text = to + ", was " + json.path("from").asText() + ": " + reason
                + (json.path("lateness").isNumber()
                        ? ", predictions " + json.path("lateness").asDouble() + " s late"
                        : "");
        boolean over = to.equals(RationLevel.FULL.tag());
        return note(at, json, over ? "none" : to.equals(RationLevel.NONE.tag()) ? "warning" : "notice", text, reason);
    }

    /** What a detector says: how bad, what it was, what moved most. */
    private static DriftNote moved(Instant at, JsonNode json) {
        String severity = json.path("severity").asText("warning");
        JsonNode moved = json.path("moved");
        StringBuilder text = new StringBuilder(severity.equals("none") ? "over" : severity);
        if (json.has("was")) {
            text.append(", was ").append(json.path("was").asText());
        }
        for (int i = 0; i < Math.min(3, moved.size()); i++) {
            text.append(i == 0 ? "; " : ", ").append(moved.get(i).path("name").asText());
            String how = Stream.of(moved.get(i).path("how").asText(""), figure(moved.get(i)))
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining(", "));
            if (!how.isEmpty()) {
                text.append(" (").append(how).append(')');
            }
        }
        if (json.path("held").asBoolean()) {
            text.append("; nothing is learned meanwhile");
        }
        return note(
                at, json, severity, text.toString(), moved.path(0).path("name").asText(""));
    }

    /** The first number of an object, with its name. */
    private static String figure(JsonNode moved) {
        for (var field : moved.properties()) {
            if (field.getValue().isNumber()) {
                return field.getKey() + " " + Math.round(field.getValue().asDouble() * 1000) / 1000.0;
            }
        }
        return "";
    }

    private static DriftNote note(Instant at, JsonNode json, String severity, String text, String subject) {
        return new DriftNote(
                at,
                json.path("drift").asText("unknown"),
                json.path("partition").asInt(-1),
                severity,
                shortened(text),
                shortened(subject),
                json.path("since").asText(""),
                json);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }

    /** Whether it is about how the stream or the model has moved, rather than about what was done. */
    boolean isDetection() {
        return !kind.equals(GUARD) && !kind.equals(CONTROL) && !kind.equals(BUNDLE) && !kind.equals(RATION);
    }
}
