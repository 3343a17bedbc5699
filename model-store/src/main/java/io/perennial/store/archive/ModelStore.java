// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Versions of things by name: bundles, checkpoints. A version never changes; it is there whole or not at all.
 *
 * <p>A name is one or more segments joined by {@code /}, such as {@code digits} or {@code checkpoints/app/3}, at most 512
 * characters. A segment, a version and a part's name are each a letter or digit and up to 127 more letters, digits,
 * dots, dashes and underscores. Anything else is refused with an {@link IllegalArgumentException} before the storage is
 * asked.
 *
 * <p>Safe for use by several threads, and by several processes on one storage.
 */
public interface ModelStore extends AutoCloseable {

    /**
     * Publishes a version: its parts first, then its manifest by one conditional create.
     *
     * <p>Where the storage stops answering, the message says so and it is unknown whether the version is there: {@link
     * #find} it, or publish again and take a {@link VersionExistsException} for the answer.
     *
     * @param parts bytes by file name, one or more; not changed meanwhile. Equal bytes are stored once
     * @param metadata free text by key; with everything else in the manifest at most 1 MiB
     * @return what is now stored
     * @throws VersionExistsException where the version is there already, or another writer was faster
     * @throws IOException where the storage fails
     */
    StoredVersion publish(String name, String version, Map<String, byte[]> parts, Map<String, String> metadata)
            throws IOException;

    /**
     * A version's description; empty where there is none.
     *
     * @throws IOException where the storage fails or the manifest is damaged
     */
    Optional<StoredVersion> find(String name, String version) throws IOException;

    /**
     * All versions of one name, not of names below it, newest first by their publishers' clocks; where those agree, by
     * version, backwards.
     *
     * @throws IOException where the storage fails or a manifest is damaged; {@link #remove} takes it away
     */
    List<StoredVersion> list(String name) throws IOException;

    /** All names that have a version, in alphabetical order. */
    List<String> names() throws IOException;

    /**
     * The names that have a version and are this one or below it: {@code checkpoints/app} finds {@code
     * checkpoints/app/3}, not {@code checkpoints/apple}.
     */
    List<String> names(String prefix) throws IOException;

    /**
     * A part's bytes, checked. Never reads more than the size that the version declares.
     *
     * @throws IOException where the version has no such part, or its bytes are missing or not those published: the
     *     message names the part, what was expected and what was got
     */
    byte[] read(StoredVersion version, String part) throws IOException;

    /**
     * Takes a version away; its parts stay until {@link #collect}. Works on a damaged manifest too.
     *
     * @return whether there was one
     */
    boolean remove(String name, String version) throws IOException;

    /**
     * Deletes parts that no version refers to and leftovers of interrupted writers, both older than the grace. Safe
     * beside publishers and readers; one collection at a time.
     *
     * @param grace at least {@link StoreOptions#grace}, which every publisher counts on
     * @throws IOException where the storage fails, another collection is under way, or a manifest is damaged, since
     *     nobody then knows what it refers to
     */
    Collected collect(Duration grace) throws IOException;

    @Override
    void close();
}
