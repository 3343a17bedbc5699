// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import com.fasterxml.jackson.core.io.SerializedString;
import io.perennial.record.JsonBytes;

/** Uncertainty as JSON objects; the keys are the names of {@link Uncertainty}'s components. */
public final class UncertaintyJson {

    private static final SerializedString ID = new SerializedString("id");
    private static final SerializedString ENTROPY = new SerializedString("entropy");
    private static final SerializedString MARGIN = new SerializedString("margin");
    private static final SerializedString MUTUAL_INFORMATION = new SerializedString("mutualInformation");
    private static final SerializedString TEACHER_STUDENT_DIVERGENCE = new SerializedString("teacherStudentDivergence");
    private static final SerializedString DISAGREES_WITH_SOURCE = new SerializedString("disagreesWithSource");
    private static final SerializedString SOURCE_DIVERGENCE = new SerializedString("sourceDivergence");
    private static final SerializedString VIEWS = new SerializedString("views");
    private static final SerializedString ABSTAIN = new SerializedString("abstain");
    private static final SerializedString SET = new SerializedString("set");
    private static final SerializedString SET_LEVEL = new SerializedString("setLevel");
    private static final SerializedString SERVED_BY = new SerializedString("servedBy");
    private static final SerializedString STEP = new SerializedString("step");
    private static final SerializedString LINEAGE = new SerializedString("lineage");

    private UncertaintyJson() {}

    public static byte[] encode(Uncertainty u) {
        return JsonBytes.write(json -> {
            json.writeStartObject();
            JsonBytes.text(json, ID, u.id());
            JsonBytes.number(json, ENTROPY, u.entropy());
            JsonBytes.number(json, MARGIN, u.margin());
            JsonBytes.number(json, MUTUAL_INFORMATION, u.mutualInformation());
            JsonBytes.number(json, TEACHER_STUDENT_DIVERGENCE, u.teacherStudentDivergence());
            JsonBytes.truth(json, DISAGREES_WITH_SOURCE, u.disagreesWithSource());
            JsonBytes.number(json, SOURCE_DIVERGENCE, u.sourceDivergence());
            JsonBytes.number(json, VIEWS, u.views());
            JsonBytes.truth(json, ABSTAIN, u.abstain());
            json.writeFieldName(SET);
            if (u.set() == null) {
                json.writeNull();
            } else {
                json.writeArray(u.set(), 0, u.set().length);
            }
            JsonBytes.number(json, SET_LEVEL, u.setLevel());
            JsonBytes.text(json, SERVED_BY, u.servedBy());
            JsonBytes.number(json, STEP, u.step());
            JsonBytes.text(json, LINEAGE, u.lineage());
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
