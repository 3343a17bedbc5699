// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import com.fasterxml.jackson.core.JsonGenerator;
import io.perennial.record.JsonBytes;
import java.io.IOException;

/**
 * Predictions as inference responses of the Open Inference Protocol v2: the outputs {@code probabilities} [1, C] FP32
 * and {@code label} [1] INT64, for a batch of one; what the protocol has no place for is in {@code parameters}.
 */
final class PredictionV2 {

    private PredictionV2() {}

    static byte[] encode(Prediction p) {
        return JsonBytes.write(json -> {
            json.writeStartObject();
            json.writeStringField("model_name", p.model());
            json.writeStringField("model_version", p.version());
            json.writeStringField("id", p.id());
            parameters(json, p);
            json.writeArrayFieldStart("outputs");
            output(json, "probabilities", "FP32", 1, p.probabilities().length);
            JsonBytes.numbers(json, "data", p.probabilities());
            json.writeEndObject();
            output(json, "label", "INT64", 1);
            json.writeArrayFieldStart("data");
            json.writeNumber(p.label());
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void parameters(JsonGenerator json, Prediction p) throws IOException {
        json.writeObjectFieldStart("parameters");
        json.writeStringField("name", p.name());
        JsonBytes.number(json, "confidence", p.confidence());
        json.writeNumberField("sourceLabel", p.sourceLabel());
        if (Float.isFinite(p.sourceConfidence())) { // the protocol allows no null here
            json.writeNumberField("sourceConfidence", p.sourceConfidence());
        }
        json.writeStringField("servedBy", p.servedBy());
        json.writeNumberField("step", p.step());
        json.writeStringField("lineage", p.lineage());
        json.writeEndObject();
    }

    /** Opens the object of an output and leaves it open for its data. */
    private static void output(JsonGenerator json, String name, String datatype, int... shape) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeFieldName("shape");
        json.writeArray(shape, 0, shape.length);
        json.writeStringField("datatype", datatype);
    }
}
