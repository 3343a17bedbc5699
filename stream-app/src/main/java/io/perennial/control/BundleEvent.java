// SPDX-License-Identifier: Apache-2.0
package io.perennial.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A partition went over to another version of its bundle, for the drift topic.
 *
 * @param from name and version
 * @param to name and version
 * @param step that it had come to on the old one
 * @param lineage of the weights that it begins with on the new one
 */
public record BundleEvent(int partition, String from, String to, long step, String lineage) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** One JSON object. */
    public byte[] json() {
        try {
            return MAPPER.writeValueAsBytes(MAPPER.createObjectNode()
                    .put("drift", "bundle")
                    .put("partition", partition)
                    .put("from", from)
                    .put("to", to)
                    .put("step", step)
                    .put("lineage", lineage));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("bundle event not written: " + e.getMessage(), e);
        }
    }
}
