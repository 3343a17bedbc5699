// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;

/** Opens model stores by their address. */
public final class ModelStores {

    /** The most keys that S3 puts into one answer. */
    private static final int PAGE = 1_000;

    /** A single letter before the colon is a drive of Windows. */
    private static final Pattern ADDRESS = Pattern.compile("(?s)[A-Za-z][A-Za-z0-9+.-]+:.*");

    private ModelStores() {}

    /**
     * Opens a store. Nothing is read or written yet.
     *
     * @param where {@code file:///directory}, the plain path of a directory, which need not be there yet, or {@code
     *     s3://bucket/prefix}, whose bucket must be there
     * @throws IllegalArgumentException for any other address
     */
    public static ModelStore open(String where, StoreOptions options) {
        return new ObjectModelStore(objects(where, options), options, UUID::randomUUID);
    }

    /** As {@link #open(String, StoreOptions)}, for an address with a scheme. */
    public static ModelStore open(URI where, StoreOptions options) {
        return open(where.toString(), options);
    }

    private static ObjectSpace objects(String where, StoreOptions options) {
        try {
            if (!ADDRESS.matcher(where).matches()) {
                if (where.isEmpty()) {
                    throw refused("nothing", null);
                }
                return new FileStore(Path.of(where), options.clock());
            }
            URI address = new URI(where);
            return switch (address.getScheme()) {
                case "file" -> new FileStore(path(address), options.clock());
                case "s3" -> s3(S3Location.of(address), options);
                default -> throw refused("the scheme " + address.getScheme(), null);
            };
        } catch (URISyntaxException | InvalidPathException e) {
            throw refused("something else", e);
        }
    }

    private static Path path(URI address) {
        try {
            return Path.of(address);
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw refused("a file: address of another form", e);
        }
    }

    private static ObjectSpace s3(S3Location location, StoreOptions options) {
        return new S3Store(S3Clients.open(options), location, options, PAGE);
    }

    /** The address is not echoed, since one can hold a password. */
    private static IllegalArgumentException refused(String got, Exception cause) {
        return new IllegalArgumentException(
                "model store refused: expected file:///directory or a plain path, or s3://bucket/prefix, got " + got
                        + "; name one of the two",
                cause);
    }
}
