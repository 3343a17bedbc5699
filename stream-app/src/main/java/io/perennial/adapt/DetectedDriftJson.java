// SPDX-License-Identifier: Apache-2.0
package io.perennial.adapt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.perennial.adaptation.drift.Drift;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Drift of a stream as JSON objects; figures that are not finite are null. */
public final class DetectedDriftJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private DetectedDriftJson() {}

    public static byte[] encode(DetectedDrift event) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(512);
                JsonGenerator json = FACTORY.createGenerator(bytes)) {
            write(event, json);
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail to take bytes
        }
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
            DriftJson.number(json, figure.name(), figure.value());
        }
        json.writeEndObject();
    }
}
