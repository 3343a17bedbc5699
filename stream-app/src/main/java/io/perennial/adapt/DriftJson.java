// SPDX-License-Identifier: Apache-2.0
package io.perennial.adapt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.perennial.adaptation.guard.Figures;
import io.perennial.adaptation.guard.Transition;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Drift events as JSON objects; figures that are not finite are null. */
public final class DriftJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private DriftJson() {}

    public static byte[] encode(DriftEvent event) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(512);
                JsonGenerator json = FACTORY.createGenerator(bytes)) {
            write(event, json);
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail to take bytes
        }
    }

    private static void write(DriftEvent event, JsonGenerator json) throws IOException {
        Transition transition = event.transition();
        json.writeStartObject();
        json.writeStringField("drift", "guard");
        json.writeNumberField("partition", event.partition());
        json.writeStringField("from", transition.from().tag());
        json.writeStringField("to", transition.to().tag());
        json.writeStringField("reason", transition.reason().tag());
        json.writeNumberField("step", transition.step());
        json.writeStringField("lineage", event.lineage());
        Figures figures = transition.figures();
        number(json, "adaptedClasses", figures.adaptedClasses());
        number(json, "sourceClasses", figures.sourceClasses());
        number(json, "disagreement", figures.disagreement());
        number(json, "excess", figures.excess());
        number(json, "gain", figures.gain());
        number(json, "adaptedEntropy", figures.adaptedEntropy());
        number(json, "sourceEntropy", figures.sourceEntropy());
        number(json, "adaptedOrder", figures.adaptedOrder());
        number(json, "sourceOrder", figures.sourceOrder());
        number(json, "distance", figures.distance());
        json.writeEndObject();
    }

    static void number(JsonGenerator json, String key, double value) throws IOException {
        json.writeFieldName(key);
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }
}
