// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.perennial.store.InputContract;
import java.io.IOException;

/**
 * The one tensor of an Open Inference Protocol v2 request:
 *
 * <pre>{"name": "x", "shape": [1, 8, 8], "datatype": "FP32", "data": [...]}</pre>
 *
 * Keys come in any order and {@code data} flat or nested, as the protocol allows.
 */
final class V2Input {

    private final InputContract contract;
    private String name;
    private V2Datatype datatype;
    private int[] shape;
    private int rank = -1;
    private TensorReader data;

    V2Input(InputContract contract) {
        this.contract = contract;
    }

    /** Reads the object whose opening brace is the current token, up to its closing brace. */
    float[] read(JsonParser json) throws IOException, EventRefused {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken token = json.nextToken();
            switch (key) {
                case "name" -> name = text(json, token, key);
                case "datatype" -> datatype = V2Datatype.of(text(json, token, key));
                case "shape" -> readShape(json, token);
                case "data" -> {
                    if (token != JsonToken.START_ARRAY) {
                        throw incomplete("no array under \"data\"");
                    }
                    data = new TensorReader(contract);
                    data.read(json);
                }
                default -> json.skipChildren();
            }
        }
        return checked();
    }

    private float[] checked() throws EventRefused {
        if (name == null || datatype == null || rank < 0 || data == null) {
            throw incomplete("an input without "
                    + (name == null ? "name" : datatype == null ? "datatype" : rank < 0 ? "shape" : "data"));
        }
        if (!name.equals(contract.name())) {
            throw unknown(contract, Quoted.of(name));
        }
        if (!Shapes.isOneEvent(shape, rank, contract)) {
            throw Shapes.refused(contract, Shapes.text(shape, rank));
        }
        float[] values = data.values();
        datatype.check(values, data.integral());
        return values;
    }

    private void readShape(JsonParser json, JsonToken token) throws IOException, EventRefused {
        if (token != JsonToken.START_ARRAY) {
            throw incomplete("no array under \"shape\"");
        }
        shape = new int[contract.shape().length + 1];
        rank = 0;
        while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
            if (rank == shape.length) {
                throw Shapes.refused(contract, "more than " + rank + " dimensions");
            }
            if (token != JsonToken.VALUE_NUMBER_INT || json.getNumberType() != JsonParser.NumberType.INT) {
                throw Shapes.refused(contract, "a dimension that is not a small integer");
            }
            shape[rank++] = json.getIntValue();
        }
    }

    private String text(JsonParser json, JsonToken token, String key) throws IOException, EventRefused {
        if (token != JsonToken.VALUE_STRING) {
            throw incomplete("no text under \"" + key + "\"");
        }
        return json.getText();
    }

    private EventRefused incomplete(String got) {
        return EventRefused.because(
                Refusal.MISSING_VALUES,
                "no values for input \"" + contract.name() + "\"",
                "an input with name, shape, datatype and data",
                got,
                "send the tensor as in the Open Inference Protocol v2");
    }

    static EventRefused unknown(InputContract contract, String got) {
        return EventRefused.because(
                Refusal.UNKNOWN_INPUT,
                "request is not for this model",
                "exactly one input, \"" + contract.name() + "\"",
                got,
                "name the input as the model does");
    }
}
