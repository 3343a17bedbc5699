// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import java.util.Objects;

/**
 * A record that is not an event. It carries no stack trace: a stream of bad events must stay cheap, and where in our
 * code it was found says nothing about the event.
 */
public final class EventRefused extends Exception {

    private final Refusal refusal;

    private EventRefused(Refusal refusal, String message) {
        super(message, null, false, false);
        this.refusal = Objects.requireNonNull(refusal);
    }

    /**
     * @param subject what was refused, such as {@code value 3 of input "x" is out of range}
     * @param expected what would have been accepted
     * @param got what came instead
     * @param remedy what the sender can do
     */
    public static EventRefused because(Refusal refusal, String subject, String expected, String got, String remedy) {
        return new EventRefused(refusal, subject + ": expected " + expected + ", got " + got + "; " + remedy);
    }

    /** The same refusal with the coordinates of the record put before the message. */
    public EventRefused at(Origin origin) {
        return new EventRefused(refusal, origin.coordinates() + ": " + getMessage());
    }

    public Refusal refusal() {
        return refusal;
    }
}
