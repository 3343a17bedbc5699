// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import io.perennial.record.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Tells recordings apart by their content. */
public final class Fingerprint {

    private Fingerprint() {}

    /** sha256 over values and label of every event in their order, 64 lower-case hexadecimal digits. */
    public static String of(Recording events) {
        MessageDigest digest = Sha256.start();
        for (int event = 0; event < events.size(); event++) {
            float[] values = events.batch(event).values();
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length + Integer.BYTES);
            bytes.asFloatBuffer().put(values);
            bytes.putInt(Float.BYTES * values.length, events.label(event));
            digest.update(bytes.array());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
