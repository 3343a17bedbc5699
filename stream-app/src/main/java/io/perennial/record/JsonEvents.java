// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.perennial.store.InputContract;
import java.io.IOException;

/**
 * Events as JSON: a bare array, an object that holds one under {@code features}, {@code data} or the input's name, or
 * an inference request of the Open Inference Protocol v2 (an object with {@code inputs}). Other keys are metadata of
 * the sender and are passed over.
 */
final class JsonEvents {

    private final InputContract contract;

    JsonEvents(InputContract contract) {
        this.contract = contract;
    }

    /** What a payload says: the id, or null, and the values in the order of the model's input. */
    @SuppressWarnings("ArrayRecordComponent") // lives as long as one call
    record Payload(String id, float[] values) {}

    Payload read(byte[] value) throws EventRefused {
        try (JsonParser json = StrictJson.open(value)) {
            JsonToken first = json.nextToken();
            if (first == null) {
                throw EventRefused.because(
                        Refusal.EMPTY, "payload is empty", "an event", "white space", "send a JSON value");
            }
            Payload payload =
                    switch (first) {
                        case START_ARRAY -> new Payload(null, array(json));
                        case START_OBJECT -> object(json);
                        default -> throw missing("neither an array nor an object");
                    };
            StrictJson.end(json);
            return payload;
        } catch (IOException e) {
            throw StrictJson.refused(e);
        }
    }

    private Payload object(JsonParser json) throws IOException, EventRefused {
        String id = null;
        float[] values = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken token = json.nextToken();
            if (token == JsonToken.START_ARRAY && holdsValues(key)) {
                if (values != null) {
                    throw missing("a second array of values, \"" + key + "\"");
                }
                values = key.equals("inputs") ? inputs(json) : array(json);
            } else if (key.equals("id")) {
                id = EventId.read(json);
            } else if (key.equals(contract.name()) || holdsValues(key)) {
                throw missing("no array under \"" + key + "\"");
            } else {
                json.skipChildren();
            }
        }
        if (values == null) {
            throw missing("an object without them");
        }
        return new Payload(id, values);
    }

    private boolean holdsValues(String key) {
        return key.equals("features") || key.equals("data") || key.equals("inputs") || key.equals(contract.name());
    }

    /** A model's input may itself be called {@code inputs}; what the array holds tells the two apart. */
    private float[] inputs(JsonParser json) throws IOException, EventRefused {
        if (json.nextToken() == JsonToken.START_OBJECT) {
            float[] values = new V2Input(contract).read(json);
            if (json.nextToken() != JsonToken.END_ARRAY) {
                throw V2Input.unknown(contract, "a second input");
            }
            return values;
        }
        if (!contract.name().equals("inputs")) {
            throw missing("no tensor in \"inputs\"");
        }
        TensorReader tensor = new TensorReader(contract);
        tensor.readFromFirst(json);
        return tensor.values();
    }

    private float[] array(JsonParser json) throws IOException, EventRefused {
        TensorReader tensor = new TensorReader(contract);
        tensor.read(json);
        return tensor.values();
    }

    private EventRefused missing(String got) {
        return EventRefused.because(
                Refusal.MISSING_VALUES,
                "no values for input \"" + contract.name() + "\"",
                "one array of " + contract.length() + " numbers, bare or under \"features\", \"data\" or \""
                        + contract.name() + "\", or an Open Inference Protocol request",
                got,
                "named scalar features are not read: send them as one array in the model's order");
    }
}
