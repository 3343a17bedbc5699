// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where objects lie by key: a directory or a bucket. Keys are made by {@link StoreNames} alone. What is read after a
 * write, a create, a delete or a listing has the effect of every call that had returned before.
 */
interface ObjectSpace extends AutoCloseable {

    /**
     * An object without its bytes.
     *
     * @param age since it was last written, by the storage's own clock where it has one
     */
    record Found(String key, long size, Duration age) {}

    /**
     * @param bytes all of the object, or its beginning where it is longer than was asked for
     * @param size of the whole object
     */
    record Content(byte[] bytes, long size) {}

    /** The place, for messages; never with a secret in it. */
    String place();

    /** @param most bytes are read, however long the object is */
    Optional<Content> read(String key, int most) throws IOException;

    Optional<Found> find(String key) throws IOException;

    /** Everything whose key begins so. What is written or deleted meanwhile may be there or not. */
    List<Found> list(String prefix) throws IOException;

    /** Writes or replaces an object: readers see all of the old one or all of the new one. It is durable on return. */
    void write(String key, byte[] bytes) throws IOException;

    /**
     * Writes an object unless there is one: of two callers at once exactly one succeeds. It is durable on return.
     *
     * @return whether it was written by this call; where an answer was lost, false may also mean that an earlier attempt
     *     of this very call wrote it
     */
    boolean create(String key, byte[] bytes) throws IOException;

    /** Deletes an object if there is one. */
    void delete(String key) throws IOException;

    /** Deletes what interrupted writers left, where it is older than the grace. */
    void sweep(Duration grace) throws IOException;

    @Override
    void close();
}
