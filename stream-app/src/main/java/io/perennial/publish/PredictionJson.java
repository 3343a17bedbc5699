// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import com.fasterxml.jackson.core.io.SerializedString;
import io.perennial.record.JsonBytes;

/** Predictions as JSON objects; the keys are the names of {@link Prediction}'s components. */
public final class PredictionJson {

    private static final SerializedString ID = new SerializedString("id");
    private static final SerializedString LABEL = new SerializedString("label");
    private static final SerializedString NAME = new SerializedString("name");
    private static final SerializedString PROBABILITIES = new SerializedString("probabilities");
    private static final SerializedString CONFIDENCE = new SerializedString("confidence");
    private static final SerializedString SOURCE_LABEL = new SerializedString("sourceLabel");
    private static final SerializedString SOURCE_CONFIDENCE = new SerializedString("sourceConfidence");
    private static final SerializedString SERVED_BY = new SerializedString("servedBy");
    private static final SerializedString MODEL = new SerializedString("model");
    private static final SerializedString VERSION = new SerializedString("version");
    private static final SerializedString STEP = new SerializedString("step");
    private static final SerializedString LINEAGE = new SerializedString("lineage");

    private PredictionJson() {}

    public static byte[] encode(Prediction p) {
        return JsonBytes.write(json -> {
            json.writeStartObject();
            JsonBytes.text(json, ID, p.id());
            JsonBytes.number(json, LABEL, p.label());
            JsonBytes.text(json, NAME, p.name());
            JsonBytes.numbers(json, PROBABILITIES, p.probabilities());
            JsonBytes.number(json, CONFIDENCE, p.confidence());
            JsonBytes.number(json, SOURCE_LABEL, p.sourceLabel());
            JsonBytes.number(json, SOURCE_CONFIDENCE, p.sourceConfidence());
            JsonBytes.text(json, SERVED_BY, p.servedBy());
            JsonBytes.text(json, MODEL, p.model());
            JsonBytes.text(json, VERSION, p.version());
            JsonBytes.number(json, STEP, p.step());
            JsonBytes.text(json, LINEAGE, p.lineage());
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
