// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells recordings apart by their content. */
public final class Fingerprint {

    private Fingerprint() {}

    /** sha256 over values and label of every event in their order, 64 lower-case hexadecimal digits. */
    public static String of(Recording events) {
        MessageDigest digest = sha256();
        for (int event = 0; event < events.size(); event++) {
            float[] values = events.batch(event).values();
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length + Integer.BYTES);
            bytes.asFloatBuffer().put(values);
            bytes.putInt(Float.BYTES * values.length, events.label(event));
            digest.update(bytes.array());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}
