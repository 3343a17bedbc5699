// SPDX-License-Identifier: Apache-2.0
package io.perennial.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What became of a command on one partition, for the drift topic: who asked, when, and which weights it went from and to.
 *
 * @param command its kind, or {@code unknown} where it could not be read
 * @param refused why it was not applied; null where it was
 */
public record ControlEvent(
        int partition,
        String id,
        String command,
        String by,
        String time,
        String refused,
        long fromStep,
        String fromLineage,
        long toStep,
        String toLineage) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** One JSON object. */
    public byte[] json() {
        ObjectNode json = MAPPER.createObjectNode()
                .put("drift", "control")
                .put("partition", partition)
                .put("id", id)
                .put("command", command)
                .put("outcome", refused == null ? "applied" : "refused");
        if (refused != null) {
            json.put("reason", refused);
        }
        json.put("by", by).put("time", time);
        json.putObject("from").put("step", fromStep).put("lineage", fromLineage);
        json.putObject("to").put("step", toStep).put("lineage", toLineage);
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("control event not written: " + e.getMessage(), e);
        }
    }
}
