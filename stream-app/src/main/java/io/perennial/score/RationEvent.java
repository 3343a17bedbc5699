// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.adaptation.ration.RationChange;
import java.util.Locale;

/**
 * A partition began to adapt with less effort, or with more again.
 *
 * @param version of its weights at that moment
 */
public record RationEvent(int partition, RationChange change, WeightsVersion version) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** One JSON object. */
    public byte[] json() {
        var json = MAPPER.createObjectNode()
                .put("drift", "ration")
                .put("partition", partition)
                .put("from", change.from().tag())
                .put("to", change.to().tag())
                .put("reason", change.reason().tag());
        if (Double.isNaN(change.lateness())) {
            json.putNull("lateness");
        } else {
            json.put("lateness", Math.round(change.lateness() * 1e3) / 1e3);
        }
        json.put("step", version.step()).put("lineage", version.lineage());
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("ration event not written: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        String late = Double.isNaN(change.lateness())
                ? ""
                : String.format(Locale.ROOT, ", predictions %.1f s late", change.lateness());
        return "adaptation " + change.to().tag() + ", was " + change.from().tag() + ": "
                + change.reason().tag() + late + ", at step " + version.step();
    }
}
