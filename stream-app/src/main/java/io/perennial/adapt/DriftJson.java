// SPDX-License-Identifier: Apache-2.0
package io.perennial.adapt;

import com.fasterxml.jackson.core.JsonGenerator;
import io.perennial.adaptation.guard.Figures;
import io.perennial.adaptation.guard.Transition;
import io.perennial.record.JsonBytes;
import java.io.IOException;

/** Drift events as JSON objects; figures that are not finite are null. */
public final class DriftJson {

    private DriftJson() {}

    public static byte[] encode(DriftEvent event) {
        return JsonBytes.write(json -> write(event, json));
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
        JsonBytes.number(json, "adaptedClasses", figures.adaptedClasses());
        JsonBytes.number(json, "sourceClasses", figures.sourceClasses());
        JsonBytes.number(json, "disagreement", figures.disagreement());
        JsonBytes.number(json, "excess", figures.excess());
        JsonBytes.number(json, "gain", figures.gain());
        JsonBytes.number(json, "adaptedEntropy", figures.adaptedEntropy());
        JsonBytes.number(json, "sourceEntropy", figures.sourceEntropy());
        JsonBytes.number(json, "adaptedOrder", figures.adaptedOrder());
        JsonBytes.number(json, "sourceOrder", figures.sourceOrder());
        JsonBytes.number(json, "distance", figures.distance());
        json.writeEndObject();
    }
}
