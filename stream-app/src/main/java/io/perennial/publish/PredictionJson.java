// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.perennial.record.JsonBytes;

/** Predictions as JSON objects; the keys are the names of {@link Prediction}'s components. */
public final class PredictionJson {

    // Encoded once, not for every event.
    private static final SerializableString ID = new SerializedString("id");
    private static final SerializableString NAME = new SerializedString("name");
    private static final SerializableString SERVED_BY = new SerializedString("servedBy");
    private static final SerializableString MODEL = new SerializedString("model");
    private static final SerializableString VERSION = new SerializedString("version");
    private static final SerializableString LINEAGE = new SerializedString("lineage");
    private static final SerializableString LABEL = new SerializedString("label");
    private static final SerializableString SOURCE_LABEL = new SerializedString("sourceLabel");
    private static final SerializableString STEP = new SerializedString("step");
    private static final SerializableString CONFIDENCE = new SerializedString("confidence");
    private static final SerializableString SOURCE_CONFIDENCE = new SerializedString("sourceConfidence");
    private static final SerializableString PROBABILITIES = new SerializedString("probabilities");

    private PredictionJson() {}

    public static byte[] encode(Prediction p) {
        return JsonBytes.write(json -> {
            json.writeStartObject();
            json.writeFieldName(ID);
            json.writeString(p.id());
            json.writeFieldName(LABEL);
            json.writeNumber(p.label());
            json.writeFieldName(NAME);
            json.writeString(p.name());
            json.writeFieldName(PROBABILITIES);
            JsonBytes.numbers(json, p.probabilities());
            JsonBytes.number(json, CONFIDENCE, p.confidence());
            json.writeFieldName(SOURCE_LABEL);
            json.writeNumber(p.sourceLabel());
            JsonBytes.number(json, SOURCE_CONFIDENCE, p.sourceConfidence());
            json.writeFieldName(SERVED_BY);
            json.writeString(p.servedBy());
            json.writeFieldName(MODEL);
            json.writeString(p.model());
            json.writeFieldName(VERSION);
            json.writeString(p.version());
            json.writeFieldName(STEP);
            json.writeNumber(p.step());
            json.writeFieldName(LINEAGE);
            json.writeString(p.lineage());
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
