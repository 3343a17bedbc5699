// SPDX-License-Identifier: Apache-2.0
package io.perennial.tensor;

import io.perennial.fuzz.Again;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import io.perennial.record.Event;
import io.perennial.record.Records;
import java.util.List;

/** One event that waits. */
public final class WaitingEventTarget implements Target {

    /** A header takes an object where it says that it has no bytes. */
    @Override
    public Contract contract() {
        return new Contract(IllegalStateException.class, "refused: expected ", 64 << 10, 100);
    }

    @Override
    public void read(byte[] input) {
        WaitingEvent waiting = WaitingEvent.decode(input, 3);
        byte[] written = waiting.encode();
        Again.same(written, WaitingEvent.decode(written, 3).encode());
    }

    @Override
    public List<byte[]> seeds() {
        Event event = new Event("e-1", new float[] {1, 2}, Records.origin("a", new byte[] {1}, "b", new byte[0]));
        byte[] written = new WaitingEvent(event, 100, 5).encode();
        byte[] older = new byte[written.length - 8];
        System.arraycopy(written, 9, older, 1, older.length - 1);
        older[0] = 1;
        return List.of(written, older);
    }
}
