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
 * <p>A collection deletes only what was older than the grace when it began, announces it before, and looks at its age
 * once more after that. So a part younger than half of the grace, or written just now, is safe from a collection that
 * has not announced it when we read the announcement. One that has is waited for. One that came to its end before we
 * read can be seen by what it deleted, which is why the parts are looked at twice.
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
            ensure(blobs);
            return !doomed(blobs.keySet()) && !ensure(blobs);
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

    /** Whether any had to be written. */
    private boolean ensure(Map<String, byte[]> blobs) throws IOException {
        boolean written = false;
        for (Map.Entry<String, byte[]> blob : blobs.entrySet()) {
            String key = StoreNames.blob(blob.getKey());
            if (!fresh(key, blob.getValue().length)) {
                objects.write(key, blob.getValue());
                written = true;
            }
        }
        return written;
    }

    private boolean fresh(String key, int size) throws IOException {
        return objects.find(key)
                .filter(found -> found.size() == size
                        && found.age().compareTo(options.grace().dividedBy(2)) <= 0)
                .isPresent();
    }

    private boolean doomed(Set<String> blobs) throws IOException {
        Optional<Announcement> announcement = Announcement.read(objects);
        if (announcement.isEmpty()
                || Collections.disjoint(blobs, announcement.get().doomed())) {
            return false;
        }
        return objects.find(StoreNames.COLLECTING)
                .filter(found -> Collector.abandoned(found, options))
                .isEmpty();
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
