// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.perennial.record.JsonBytes;

/** Uncertainty as JSON objects; the keys are the names of {@link Uncertainty}'s components. */
public final class UncertaintyJson {

    // Encoded once, not for every event.
    private static final SerializableString ID = new SerializedString("id");
    private static final SerializableString SERVED_BY = new SerializedString("servedBy");
    private static final SerializableString LINEAGE = new SerializedString("lineage");
    private static final SerializableString VIEWS = new SerializedString("views");
    private static final SerializableString STEP = new SerializedString("step");
    private static final SerializableString DISAGREES_WITH_SOURCE = new SerializedString("disagreesWithSource");
    private static final SerializableString ABSTAIN = new SerializedString("abstain");
    private static final SerializableString SET = new SerializedString("set");
    private static final SerializableString ENTROPY = new SerializedString("entropy");
    private static final SerializableString MARGIN = new SerializedString("margin");
    private static final SerializableString MUTUAL_INFORMATION = new SerializedString("mutualInformation");
    private static final SerializableString TEACHER_STUDENT_DIVERGENCE =
            new SerializedString("teacherStudentDivergence");
    private static final SerializableString SOURCE_DIVERGENCE = new SerializedString("sourceDivergence");
    private static final SerializableString SET_LEVEL = new SerializedString("setLevel");

    private UncertaintyJson() {}

    public static byte[] encode(Uncertainty u) {
        return JsonBytes.write(json -> {
            json.writeStartObject();
            json.writeFieldName(ID);
            json.writeString(u.id());
            JsonBytes.number(json, ENTROPY, u.entropy());
            JsonBytes.number(json, MARGIN, u.margin());
            JsonBytes.number(json, MUTUAL_INFORMATION, u.mutualInformation());
            JsonBytes.number(json, TEACHER_STUDENT_DIVERGENCE, u.teacherStudentDivergence());
            json.writeFieldName(DISAGREES_WITH_SOURCE);
            json.writeBoolean(u.disagreesWithSource());
            JsonBytes.number(json, SOURCE_DIVERGENCE, u.sourceDivergence());
            json.writeFieldName(VIEWS);
            json.writeNumber(u.views());
            json.writeFieldName(ABSTAIN);
            json.writeBoolean(u.abstain());
            json.writeFieldName(SET);
            if (u.set() == null) {
                json.writeNull();
            } else {
                json.writeArray(u.set(), 0, u.set().length);
            }
            JsonBytes.number(json, SET_LEVEL, u.setLevel());
            json.writeFieldName(SERVED_BY);
            json.writeString(u.servedBy());
            json.writeFieldName(STEP);
            json.writeNumber(u.step());
            json.writeFieldName(LINEAGE);
            json.writeString(u.lineage());
            json.writeEndObject();
        });
    }

    /**
     * For consumers of the uncertainty topic.
     *
     * @throws org.apache.kafka.common.errors.SerializationException where the value is none of ours
     */
    public static Uncertainty decode(byte[] value) {
        return JsonBytes.read(value, Uncertainty.class);
    }
}
