// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Files that are often published packed. */
final class Gzip {

    private Gzip() {}

    /** The contents of gzip data (RFC 1952); other bytes as they are. */
    static byte[] unpacked(byte[] file) throws IOException {
        if (file.length < 2 || (file[0] & 0xFF) != 0x1F || (file[1] & 0xFF) != 0x8B) {
            return file;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
            return in.readAllBytes();
        }
    }
}
