// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

/**
 * A file of a version.
 *
 * @param sha256 of its bytes, 64 lower-case hexadecimal digits
 * @param size in bytes, 0 or more
 */
public record StoredPart(String sha256, long size) {

    public StoredPart {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "part refused: expected a sha256 of 64 lower-case hexadecimal digits, got "
                            + StoreNames.shown(sha256) + "; hash the bytes");
        }
        if (size < 0) {
            throw new IllegalArgumentException(
                    "part refused: expected a size of 0 bytes or more, got " + size + "; count the bytes");
        }
    }
}
