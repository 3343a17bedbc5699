// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Files that are often published packed. */
final class Gzip {

    private Gzip() {}

    /**
     * The contents of gzip data (RFC 1952); other bytes as they are.
     *
     * @param most bytes of the contents: a thousandth of them can be enough to ask for them
     * @throws IllegalArgumentException if there are more, or the data are damaged
     */
    static byte[] unpacked(byte[] file, int most) {
        if (file.length < 2 || (file[0] & 0xFF) != 0x1F || (file[1] & 0xFF) != 0x8B) {
            return file;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
            byte[] contents = in.readNBytes(most);
            if (contents.length == most && in.read() >= 0) {
                throw new IllegalArgumentException("file refused: expected gzip data of at most " + most
                        + " bytes unpacked, got more; unpack it before, or give Java more memory with -Xmx");
            }
            return contents;
        } catch (IOException e) {
            throw new IllegalArgumentException("file refused: expected whole gzip data, got: " + e.getMessage(), e);
        }
    }
}
