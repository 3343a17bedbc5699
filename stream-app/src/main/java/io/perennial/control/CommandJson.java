// SPDX-License-Identifier: Apache-2.0
package io.perennial.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Commands as JSON: {@code {"command":"rollback","to":"step:1200","by":"ada","time":"2026-11-24T12:00:00Z"}}. */
public final class CommandJson {

    private static final int MOST_BYTES = 16 * 1024;
    private static final int MOST_TEXT = 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    /** As it is written; a key that is not there is null. */
    private record Written(String command, Integer partition, String to, String by, String time) {}

    private CommandJson() {}

    public static byte[] write(Command command) {
        ObjectNode json =
                MAPPER.createObjectNode().put("command", command.kind().tag());
        command.partition().ifPresent(partition -> json.put("partition", partition));
        if (command.to() != null) {
            json.put("to", command.to());
        }
        json.put("by", command.by()).put("time", command.time());
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("command not written: " + e.getMessage(), e);
        }
    }

    /**
     * @param id key of its record
     * @throws IllegalArgumentException if it is no command; says what was expected
     */
    public static Command read(String id, byte[] json) {
        if (json == null || json.length > MOST_BYTES) {
            throw refused("at most " + MOST_BYTES + " bytes", json == null ? "none" : json.length + " bytes");
        }
        Written written;
        try {
            written = MAPPER.readValue(json, Written.class);
        } catch (JsonProcessingException e) {
            throw refused("a JSON object with command, partition, to, by and time", e.getOriginalMessage());
        } catch (IOException e) {
            throw refused("a JSON object", e.getMessage());
        }
        Command.Kind kind = kind(written);
        text("to", written.to);
        text("by", written.by);
        text("time", written.time);
        boolean goes = kind == Command.Kind.ROLLBACK || kind == Command.Kind.PROMOTE;
        if (goes != (written.to != null)) {
            throw refused((goes ? "\"to\" of a " : "no \"to\" of a ") + kind.tag(), goes ? "none" : "one");
        }
        if (kind == Command.Kind.PROMOTE && written.partition == null) {
            throw refused("the partition whose weights are promoted", "none");
        }
        return new Command(
                id,
                kind,
                Optional.ofNullable(written.partition),
                written.to,
                written.by == null ? "unknown" : written.by,
                written.time == null ? "unknown" : written.time);
    }

    private static Command.Kind kind(Written written) {
        List<String> tags =
                Arrays.stream(Command.Kind.values()).map(Command.Kind::tag).toList();
        int found = written == null ? -1 : tags.indexOf(written.command);
        if (found < 0) {
            throw refused("one of the commands " + tags, written == null ? "none" : String.valueOf(written.command));
        }
        return Command.Kind.values()[found];
    }

    private static void text(String key, String value) {
        if (value != null && value.length() > MOST_TEXT) {
            throw refused("at most " + MOST_TEXT + " characters of \"" + key + "\"", value.length() + "");
        }
    }

    private static IllegalArgumentException refused(String expected, String got) {
        String quoted = got.length() > 200 ? got.substring(0, 200) + "..." : got;
        return new IllegalArgumentException("command refused: expected " + expected + ", got " + quoted);
    }
}
