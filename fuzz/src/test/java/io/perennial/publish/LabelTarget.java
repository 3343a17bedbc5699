// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.fuzz.Again;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import io.perennial.record.EventId;
import io.perennial.record.EventRefused;
import io.perennial.record.JsonBytes;
import io.perennial.record.Records;
import java.util.Arrays;
import java.util.List;

/** A label: the length of the id in the header, the id, the JSON. */
public final class LabelTarget implements Target {

    private final LabelDecoder decoder = new LabelDecoder(List.of("no", "yes", "été"), 1 << 20);

    /** As of an event in JSON. */
    @Override
    public Contract contract() {
        return new Contract(EventRefused.class, ": expected ", 512 << 10, 100);
    }

    @Override
    public void read(byte[] input) throws EventRefused {
        int length = input.length == 0 ? 0 : Math.min(Byte.toUnsignedInt(input[0]), input.length - 1);
        byte[] id = length == 0 ? null : Arrays.copyOfRange(input, 1, 1 + length);
        byte[] json = Arrays.copyOfRange(input, Math.min(input.length, 1 + length), input.length);
        Label label = decoder.decode(json, Records.origin(EventId.HEADER, id));
        byte[] written = JsonBytes.write(to -> {
            to.writeStartObject();
            to.writeStringField("id", label.id());
            to.writeNumberField("label", label.label());
            to.writeEndObject();
        });
        Again.same(label, decoder.decode(written, Records.origin()));
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Records.utf8("\0{\"id\": \"e-1\", \"label\": 1}"),
                Records.utf8("\3abc{\"label\": \"été\", \"other\": [1]}"),
                Records.utf8("\0{\"label\": 0, \"id\": 17}"));
    }
}
