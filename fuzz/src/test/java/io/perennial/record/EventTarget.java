// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import io.perennial.fuzz.Again;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import java.util.List;

/** An event as JSON: array, object, or request of the Open Inference Protocol, to models with usual and with awkward names. */
public final class EventTarget implements Target {

    private final EventDecoder usual = new EventDecoder(Records.contract("x"), 1 << 20);
    private final EventDecoder awkward = new EventDecoder(Records.contract("inputs"), 1 << 20);
    private final EventDecoder plain = new EventDecoder(Records.contract("x").raw(), 1 << 20);

    /**
     * Jackson keeps the names of keys that it has seen, up to 6,000, in a table that is copied for a payload with a new one and
     * doubled now and then: up to 250 kB for each of two decoders (measured with 30,000 payloads, each with a name of its own).
     */
    @Override
    public Contract contract() {
        return new Contract(EventRefused.class, ": expected ", 512 << 10, 100);
    }

    @Override
    public void read(byte[] input) throws EventRefused {
        Origin origin = Records.origin();
        Event event = null;
        EventRefused refused = null;
        try {
            event = usual.decode(input, origin);
        } catch (EventRefused e) {
            refused = e;
        }
        awkward(input, origin);
        if (refused != null) {
            throw refused;
        }
        Again.same(event.id(), EventId.checked(event.id()));
        for (float value : event.values()) {
            Again.same(true, Float.isFinite(value));
        }
        written(plain.decode(input, origin));
    }

    private void awkward(byte[] input, Origin origin) {
        try {
            awkward.decode(input, origin);
        } catch (EventRefused e) {
            Again.same(true, e.getMessage().contains(": expected "));
        }
    }

    private void written(Event event) throws EventRefused {
        byte[] json = JsonBytes.write(to -> {
            to.writeStartObject();
            to.writeStringField("id", event.id());
            JsonBytes.numbers(to, "data", event.values());
            to.writeEndObject();
        });
        Event again = plain.decode(json, event.origin());
        Again.same(event.id(), again.id());
        Again.same(event.values(), again.values());
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Records.utf8("[0.5, 1, -2e0, 3]"),
                Records.utf8("[[[[1, 2], [3, 4]]]]"),
                Records.utf8("{\"id\": \"e-1\", \"features\": [1, 2, 3, 4], \"other\": {\"a\": [null, true]}}"),
                Records.utf8("{\"id\": 12, \"data\": [[[1, 2], [3, 4.25]]]}"),
                Records.utf8("{\"x\": [1, 2, 3, 1e29]}"),
                Records.utf8("{\"inputs\": [1, 2, 3, 4]}"),
                Records.utf8("{\"id\": \"é\", \"inputs\": [{\"name\": \"x\", \"shape\": [1, 1, 2, 2],"
                        + " \"datatype\": \"FP32\", \"data\": [1, 2, 3, 4]}]}"),
                Records.utf8("{\"inputs\": [{\"data\": [[1, 2, 3, 4]], \"name\": \"inputs\", \"shape\": [1, 2, 2],"
                        + " \"datatype\": \"UINT8\", \"parameters\": {}}]}"));
    }
}
