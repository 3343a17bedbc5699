// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import io.github.resilience4j.core.functions.CheckedSupplier;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a version's parts where no collection deletes them before the manifest refers to them.
 *
 * <p>A collection deletes only what was older than the grace when it began. So a part younger than half of the grace
 * needs no more than that the manifest follows soon. An older or missing one is written, and then the announcement of
 * a collection is read: what it does not name is safe, since a collection looks at a part's age once more after it
 * announced it. What it does name is waited for and written again.
 */
final class Publication {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final ObjectSpace objects;
    private final StoreOptions options;
    private final Retry looks;

    Publication(ObjectSpace objects, StoreOptions options) {
        this.objects = objects;
        this.options = options;
        looks = Retry.of(
                "collection",
                RetryConfig.<Boolean>custom()
                        .maxAttempts((int) Math.min(
                                Integer.MAX_VALUE, 1 + options.timeLimit().dividedBy(BETWEEN_LOOKS)))
                        .waitDuration(BETWEEN_LOOKS)
                        .retryOnResult(settled -> !settled)
                        .retryOnException(failure -> false)
                        .build());
    }

    /** @param blobs by their hashes */
    void prepare(StoredVersion version, Map<String, byte[]> blobs) throws IOException {
        boolean settled = looks(() -> {
            for (Map.Entry<String, byte[]> blob : blobs.entrySet()) {
                ensure(StoreNames.blob(blob.getKey()), blob.getValue());
            }
            Set<String> doomed =
                    Announcement.read(objects).map(Announcement::doomed).orElse(Set.of());
            return Collections.disjoint(blobs.keySet(), doomed) || abandoned();
        });
        if (!settled) {
            throw refused(
                    version,
                    "no collection that deletes the same parts within " + options.timeLimit(),
                    "one",
                    "publish again when it is done");
        }
        // By this time the youngest part that was left as it was is at most three quarters of the grace old.
        Duration taken = Duration.between(version.created(), options.clock().instant());
        Duration most = options.grace().dividedBy(4);
        if (taken.compareTo(most) > 0) {
            throw refused(version, "parts written within " + most, taken + "", "use a longer grace everywhere");
        }
    }

    private void ensure(String key, byte[] bytes) throws IOException {
        Optional<ObjectSpace.Found> found = objects.find(key);
        boolean fresh = found.isPresent()
                && found.get().size() == bytes.length
                && found.get().age().compareTo(options.grace().dividedBy(2)) <= 0;
        if (!fresh) {
            objects.write(key, bytes);
        }
    }

    /** Not where the announcement has gone: what it named may have been deleted since we looked, so look again. */
    private boolean abandoned() throws IOException {
        return objects.find(StoreNames.COLLECTING)
                .filter(found -> Collector.abandoned(found, options))
                .isPresent();
    }

    private boolean looks(CheckedSupplier<Boolean> look) throws IOException {
        try {
            return looks.executeCheckedSupplier(look);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("publication refused: expected it to succeed or to fail, got " + e, e);
        }
    }

    private IOException refused(StoredVersion version, String expected, String got, String remedy) {
        return new IOException("publication refused: expected " + expected + ", got " + got + " [" + version.id() + ", "
                + objects.place() + "]; " + remedy);
    }
}
