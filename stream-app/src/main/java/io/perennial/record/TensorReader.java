// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.perennial.store.InputContract;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads one JSON array, flat or nested, straight into a float array and remembers its shape. One pass, no trees, no
 * boxes; it stops at the first value too many.
 */
final class TensorReader {

    private final InputContract contract;
    private final float[] values;
    private final int[] extents;
    private final int[] counts;
    private int rank = -1;
    private int size;
    private boolean integral = true;

    TensorReader(InputContract contract) {
        this.contract = contract;
        this.values = new float[contract.length()];
        int deepest = contract.shape().length + 1;
        this.extents = new int[Math.max(deepest, 1)];
        this.counts = new int[Math.max(deepest, 1)];
    }

    /** Reads the array whose opening bracket is the parser's current token, up to its closing bracket. */
    void read(JsonParser json) throws IOException, EventRefused {
        json.nextToken();
        readFromFirst(json);
    }

    /** The same, where the parser already stands behind the opening bracket. */
    void readFromFirst(JsonParser json) throws IOException, EventRefused {
        Arrays.fill(extents, -1);
        int depth = 1;
        for (JsonToken token = json.currentToken(); ; token = json.nextToken()) {
            if (token == JsonToken.START_ARRAY) {
                open(depth++);
            } else if (token == JsonToken.END_ARRAY) {
                close(--depth);
                if (depth == 0) {
                    return;
                }
            } else {
                leaf(json, token, depth);
            }
        }
    }

    private void open(int depth) throws EventRefused {
        if (depth == counts.length || (rank >= 0 && depth >= rank)) {
            throw Shapes.refused(contract, "an array at depth " + (depth + 1) + rankText());
        }
        counts[depth - 1]++;
        counts[depth] = 0;
    }

    private void close(int depth) throws EventRefused {
        int count = counts[depth];
        if (rank < 0) {
            rank = depth + 1;
        }
        if (extents[depth] >= 0 && extents[depth] != count) {
            throw Shapes.refused(contract, "rows of " + extents[depth] + " and of " + count + " values");
        }
        extents[depth] = count;
    }

    private void leaf(JsonParser json, JsonToken token, int depth) throws IOException, EventRefused {
        if (rank < 0) {
            rank = depth;
        } else if (depth != rank) {
            throw Shapes.refused(contract, "a value at depth " + depth + rankText());
        }
        if (size == values.length) {
            throw Shapes.refused(contract, "more than " + size + " values");
        }
        if (!token.isNumeric()) {
            throw notANumber(token == JsonToken.VALUE_STRING ? "text" : token.asString());
        }
        integral &= token == JsonToken.VALUE_NUMBER_INT;
        float value = json.getFloatValue();
        if (!Float.isFinite(value)) {
            throw notANumber(Quoted.of(json.getText()));
        }
        values[size++] = value;
        counts[depth - 1]++;
    }

    private EventRefused notANumber(String got) {
        return EventRefused.because(
                Refusal.NOT_A_NUMBER,
                "value " + size + " of input \"" + contract.name() + "\" is not a number",
                "a finite float32",
                got,
                "send every value, and impute what is missing as in training");
    }

    private String rankText() {
        return rank < 0 ? "" : " beside values at depth " + rank;
    }

    /** The values, once their shape has been seen to be flat, the event's own, or a batch of this one event. */
    float[] values() throws EventRefused {
        boolean flat = rank == 1 && size == values.length;
        if (!flat && !Shapes.isOneEvent(extents, rank, contract)) {
            throw Shapes.refused(contract, Shapes.text(extents, rank));
        }
        return values;
    }

    /** Whether every value was written as an integer. */
    boolean integral() {
        return integral;
    }
}
