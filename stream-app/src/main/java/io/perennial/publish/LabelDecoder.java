// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.perennial.record.EventDecoder;
import io.perennial.record.EventId;
import io.perennial.record.EventRefused;
import io.perennial.record.Origin;
import io.perennial.record.Refusal;
import io.perennial.record.StrictJson;
import java.io.IOException;
import java.util.List;

/**
 * True labels as JSON: {@code {"id": "...", "label": 3}}, or the name of the class instead of its index. The id may
 * stand in the header {@code perennial-event-id} as well. Stateless and safe to share among threads.
 */
public final class LabelDecoder {

    private final List<String> names;
    private final int maxBytes;

    /**
     * @param names of the classes, in the order of the model's output
     * @param maxBytes largest payload that is looked at
     */
    public LabelDecoder(List<String> names, int maxBytes) {
        this.names = List.copyOf(names);
        this.maxBytes = maxBytes;
    }

    /**
     * @param value of the record, null for a tombstone
     * @throws EventRefused and nothing else, whatever the bytes are
     */
    public Label decode(byte[] value, Origin origin) throws EventRefused {
        try {
            EventDecoder.checkSize(value, maxBytes);
            String id = EventId.in(origin.headers());
            try (JsonParser json = StrictJson.open(value)) {
                return read(json, id);
            } catch (IOException e) {
                throw StrictJson.refused(e);
            }
        } catch (EventRefused e) {
            throw e.at(origin);
        }
    }

    private Label read(JsonParser json, String idInHeaders) throws IOException, EventRefused {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw refused("something else");
        }
        String id = null;
        int label = -1;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "id" -> id = EventId.read(json);
                case "label" -> label = index(json);
                default -> json.skipChildren();
            }
        }
        StrictJson.end(json);
        id = idInHeaders == null ? id : idInHeaders;
        if (id == null) {
            throw EventRefused.because(
                    Refusal.BAD_ID,
                    "label names no event",
                    "the id of the event",
                    "none",
                    "send {\"id\": \"...\", \"label\": ...}");
        }
        if (label < 0) {
            throw refused("no label");
        }
        return new Label(id, label);
    }

    private int index(JsonParser json) throws IOException, EventRefused {
        JsonToken token = json.currentToken();
        int index = -1;
        if (token == JsonToken.VALUE_STRING) {
            index = names.indexOf(json.getText());
        } else if (token == JsonToken.VALUE_NUMBER_INT && json.getNumberType() == JsonParser.NumberType.INT) {
            index = json.getIntValue();
        }
        if (index < 0 || index >= names.size()) {
            throw refused("another");
        }
        return index;
    }

    private EventRefused refused(String got) {
        return EventRefused.because(
                Refusal.BAD_LABEL,
                "label is none of the model's classes",
                "an index from 0 to " + (names.size() - 1) + " or a name such as \"" + names.get(0) + "\"",
                got,
                "send {\"id\": \"...\", \"label\": ...} with a class of the bundle");
    }
}
