// SPDX-License-Identifier: Apache-2.0
package io.perennial.adapt;

import com.fasterxml.jackson.core.JsonGenerator;
import io.perennial.adaptation.drift.Drift;
import io.perennial.record.JsonBytes;
import java.io.IOException;
import java.time.Instant;

/** Drift of a stream as JSON objects; figures that are not finite are null. */
public final class DetectedDriftJson {

    private DetectedDriftJson() {}

    public static byte[] encode(DetectedDrift event) {
        return JsonBytes.write(json -> write(event, json));
    }

    private static void write(DetectedDrift event, JsonGenerator json) throws IOException {
        Drift drift = event.drift();
        json.writeStartObject();
        json.writeStringField("drift", drift.kind().tag());
        json.writeNumberField("partition", event.partition());
        json.writeStringField("severity", drift.severity().tag());
        json.writeStringField("was", drift.was().tag());
        json.writeArrayFieldStart("moved");
        for (Drift.Moved moved : drift.moved()) {
            moved(moved, json);
        }
        json.writeEndArray();
        json.writeNumberField("window", drift.window());
        json.writeStringField("since", Instant.ofEpochMilli(drift.since()).toString());
        json.writeNumberField("sinceStep", drift.sinceStep());
        json.writeNumberField("step", drift.step());
        json.writeStringField("lineage", event.lineage());
        json.writeStringField("reference", event.learned() ? "stream" : "bundle");
        json.writeBooleanField("held", event.held());
        json.writeEndObject();
    }

    private static void moved(Drift.Moved moved, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", moved.name());
        if (moved.how() != null) {
            json.writeStringField("how", moved.how());
        }
        for (Drift.Figure figure : moved.figures()) {
            JsonBytes.number(json, figure.name(), figure.value());
        }
        json.writeEndObject();
    }
}
