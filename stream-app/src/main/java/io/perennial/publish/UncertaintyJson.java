// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.record.JsonBytes;

/** Uncertainty as JSON objects; the keys are the names of {@link Uncertainty}'s components. */
public final class UncertaintyJson {

    private UncertaintyJson() {}

    public static byte[] encode(Uncertainty u) {
        return JsonBytes.write(json -> {
            json.writeStartObject();
            json.writeStringField("id", u.id());
            JsonBytes.number(json, "entropy", u.entropy());
            JsonBytes.number(json, "margin", u.margin());
            JsonBytes.number(json, "mutualInformation", u.mutualInformation());
            JsonBytes.number(json, "teacherStudentDivergence", u.teacherStudentDivergence());
            json.writeBooleanField("disagreesWithSource", u.disagreesWithSource());
            JsonBytes.number(json, "sourceDivergence", u.sourceDivergence());
            json.writeNumberField("views", u.views());
            json.writeBooleanField("abstain", u.abstain());
            json.writeFieldName("set");
            if (u.set() == null) {
                json.writeNull();
            } else {
                json.writeArray(u.set(), 0, u.set().length);
            }
            JsonBytes.number(json, "setLevel", u.setLevel());
            json.writeStringField("servedBy", u.servedBy());
            json.writeNumberField("step", u.step());
            json.writeStringField("lineage", u.lineage());
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
