// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import io.perennial.store.InputContract;
import org.apache.kafka.common.header.Headers;

/**
 * Bytes of a record to an event that the model can be shown, checked and standardised as the contract says, or the reason
 * why not. Stateless and safe to share among threads.
 *
 * <p>The header {@code content-type} chooses the format: {@code application/json} (the default; plain arrays and
 * objects, and Open Inference Protocol v2 requests), {@code application/x-float32} or {@code application/octet-stream}
 * (raw little-endian float32 with the header {@code shape}).
 */
public final class EventDecoder {

    private final InputContract contract;
    private final int maxBytes;
    private final JsonEvents json;
    private final RawFloats raw;

    /**
     * @param contract what the model's input looks like
     * @param maxBytes largest payload that is looked at
     */
    public EventDecoder(InputContract contract, int maxBytes) {
        this.contract = contract;
        this.maxBytes = maxBytes;
        this.json = new JsonEvents(contract);
        this.raw = new RawFloats(contract);
    }

    /**
     * @param value of the record, null for a tombstone
     * @param origin coordinates, key, headers and time of the record
     * @throws EventRefused and nothing else, whatever the bytes are
     */
    public Event decode(byte[] value, Origin origin) throws EventRefused {
        try {
            checkSize(value, maxBytes);
            Headers headers = origin.headers();
            ContentType type = ContentType.of(headers);
            String id = EventId.in(headers);
            JsonEvents.Payload payload =
                    switch (type) {
                        case JSON -> json.read(value);
                        case FLOAT32 -> new JsonEvents.Payload(null, raw.read(value, headers));
                    };
            checkRange(payload.values());
            contract.standardise(payload.values());
            checkFinite(payload.values());
            if (id == null) {
                id = payload.id() == null ? origin.coordinates() : payload.id();
            }
            return new Event(id, payload.values(), origin);
        } catch (EventRefused e) {
            throw e.at(origin);
        }
    }

    /** Refuses what is not worth parsing: no value, no bytes, or too many. */
    public static void checkSize(byte[] value, int maxBytes) throws EventRefused {
        if (value == null) {
            throw EventRefused.because(
                    Refusal.TOMBSTONE,
                    "record has no value",
                    "a payload",
                    "a tombstone",
                    "use a topic whose cleanup.policy is delete");
        }
        if (value.length == 0) {
            throw EventRefused.because(
                    Refusal.EMPTY, "payload is empty", "a payload", "0 bytes", "check the producer's serializer");
        }
        if (value.length > maxBytes) {
            throw EventRefused.because(
                    Refusal.OVERSIZED,
                    "payload is too large",
                    "at most " + maxBytes + " bytes",
                    value.length + " bytes",
                    "send less per record, or raise record.max-bytes");
        }
    }

    /** A deviation below 1 can carry a very large value beyond float32. */
    private void checkFinite(float[] values) throws EventRefused {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw EventRefused.because(
                        Refusal.OUT_OF_RANGE,
                        "value " + i + " of input \"" + contract.name() + "\" is out of range",
                        "a finite float32 once standardised",
                        Float.toString(values[i]),
                        "scale events as in training");
            }
        }
    }

    private void checkRange(float[] values) throws EventRefused {
        float minimum = contract.minimum();
        float maximum = contract.maximum();
        for (int i = 0; i < values.length; i++) {
            if (values[i] < minimum || values[i] > maximum) {
                throw EventRefused.because(
                        Refusal.OUT_OF_RANGE,
                        "value " + i + " of input \"" + contract.name() + "\" is out of range",
                        minimum + " to " + maximum,
                        Float.toString(values[i]),
                        "scale events as in training");
            }
        }
    }
}
