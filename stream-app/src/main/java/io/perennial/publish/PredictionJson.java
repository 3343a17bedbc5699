// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.record.JsonBytes;

/** Predictions as JSON objects; the keys are the names of {@link Prediction}'s components. */
public final class PredictionJson {

    private PredictionJson() {}

    public static byte[] encode(Prediction p) {
        return JsonBytes.write(json -> {
            json.writeStartObject();
            json.writeStringField("id", p.id());
            json.writeNumberField("label", p.label());
            json.writeStringField("name", p.name());
            JsonBytes.numbers(json, "probabilities", p.probabilities());
            JsonBytes.number(json, "confidence", p.confidence());
            json.writeNumberField("sourceLabel", p.sourceLabel());
            JsonBytes.number(json, "sourceConfidence", p.sourceConfidence());
            json.writeStringField("servedBy", p.servedBy());
            json.writeStringField("model", p.model());
            json.writeStringField("version", p.version());
            json.writeNumberField("step", p.step());
            json.writeStringField("lineage", p.lineage());
            json.writeEndObject();
        });
    }

    /**
     * For consumers of the predictions topic.
     *
     * @throws org.apache.kafka.common.errors.SerializationException where the value is none of ours
     */
    public static Prediction decode(byte[] value) {
        return JsonBytes.read(value, Prediction.class);
    }
}
