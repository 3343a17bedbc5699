// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import io.perennial.store.InputContract;
import io.perennial.store.Standardisation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Records as targets read them. */
public final class Records {

    private Records() {}

    /** @param headers names and values in turn; a value of null stands for no such header */
    public static Origin origin(Object... headers) {
        RecordHeaders all = new RecordHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i + 1] != null) {
                all.add((String) headers[i], (byte[]) headers[i + 1]);
            }
        }
        return new Origin("events", 0, 7, 1_000, new byte[] {1}, all);
    }

    /** Of events [1, 2, 2] between -100 and 1e30, standardised. */
    static InputContract contract(String name) {
        return new InputContract(
                name, new int[] {1, 2, 2}, -100, 1e30f, Optional.of(new Standardisation(new float[] {1}, new float[] {
                    0.5f
                })));
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
