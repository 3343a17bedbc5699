// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Where the files of a bundle lie. */
interface BundleParts {

    /** The place, for messages. */
    String place();

    /** Whether there is such a file. */
    boolean has(String name);

    /**
     * A file's bytes; empty where there is none.
     *
     * @param most refuses a longer file without holding it in memory
     */
    Optional<byte[]> read(String name, int most) throws IOException;

    /** Everything in the stream if it is no longer than the limit; never holds more than one byte beyond it. */
    static byte[] readAtMost(InputStream stream, int most, String where) throws IOException {
        byte[] bytes = stream.readNBytes(most);
        if (bytes.length == most && stream.read() >= 0) {
            throw tooLarge(most, "more", where);
        }
        return bytes;
    }

    static IOException tooLarge(int most, String got, String where) {
        return new IOException("bundle refused: expected at most " + most + " bytes, got " + got + " [" + where
                + "]; check that this is the file you mean");
    }
}
