// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A store in an empty place of its own, and what tests do with it. */
abstract class StoreFixture {

    static final Duration GRACE = Duration.ofHours(1);
    static final StoreOptions OPTIONS = StoreOptions.defaults().limits(GRACE, Duration.ofSeconds(20));

    WatchedObjects objects;
    ModelStore store;

    /** Objects in a place of their own, empty before each test. */
    abstract ObjectSpace objects(StoreOptions options) throws IOException;

    @BeforeEach
    void open() throws IOException {
        objects = new WatchedObjects(objects(OPTIONS));
        store = store(OPTIONS);
    }

    @AfterEach
    void close() {
        store.close();
    }

    final ModelStore store(StoreOptions options) {
        return new ObjectModelStore(objects, options, UUID::randomUUID);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String blob(String text) {
        return StoreNames.blob(Sha256.hex(bytes(text)));
    }

    final StoredVersion publish(String name, String version, String... texts) throws IOException {
        Map<String, byte[]> parts = new HashMap<>();
        for (int i = 0; i < texts.length; i++) {
            parts.put("part-" + i, bytes(texts[i]));
        }
        return store.publish(name, version, parts, Map.of());
    }
}
