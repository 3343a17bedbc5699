// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One collection: the parts older than the grace are listed first and the manifests read after that, so that every
 * publisher that had relied on one of them is seen. What is left is announced, looked at once more and deleted. {@link
 * Publication} is the other half of the argument.
 */
final class Collector {

    private final ObjectSpace objects;
    private final StoreOptions options;
    private final Duration grace;
    private final UUID identity;
    private final Instant begun;

    private long parts;
    private long bytes;

    /** @param grace at least that of the options */
    Collector(ObjectSpace objects, StoreOptions options, Duration grace, UUID identity) {
        this.objects = objects;
        this.options = options;
        this.grace = grace;
        this.identity = identity;
        begun = options.clock().instant();
    }

    /** A collector renews its announcement within three eighths of the grace, or is dead. */
    static boolean abandoned(ObjectSpace.Found announcement, StoreOptions options) {
        return announcement.age().compareTo(options.grace().dividedBy(2)) > 0;
    }

    Collected collect() throws IOException {
        begin();
        Map<String, ObjectSpace.Found> unreferenced;
        try {
            unreferenced = unreferenced();
        } catch (IOException e) {
            objects.delete(StoreNames.COLLECTING);
            throw e;
        }
        // A deletion that fails may still happen later: its announcement stays until it counts as abandoned.
        Deque<String> left = new ArrayDeque<>(unreferenced.keySet());
        while (!left.isEmpty() && !lateSince(begun, 2)) {
            deleteBatch(left);
        }
        objects.delete(StoreNames.COLLECTING);
        objects.sweep(grace);
        return new Collected(parts, bytes);
    }

    private void begin() throws IOException {
        Optional<ObjectSpace.Found> other = objects.find(StoreNames.COLLECTING);
        if (other.isPresent() && abandoned(other.get(), options)) {
            objects.delete(StoreNames.COLLECTING);
        } else if (other.isPresent()) {
            throw underWay();
        }
        byte[] nothingYet = new Announcement(identity, Set.of()).write();
        if (!objects.create(StoreNames.COLLECTING, nothingYet) && !ours()) {
            throw underWay();
        }
    }

    private boolean ours() throws IOException {
        return Announcement.read(objects)
                .filter(found -> found.collector().equals(identity.toString()))
                .isPresent();
    }

    /** By hash; the order of these two steps is what makes it safe. */
    private Map<String, ObjectSpace.Found> unreferenced() throws IOException {
        Map<String, ObjectSpace.Found> old = new HashMap<>();
        for (ObjectSpace.Found part : objects.list(StoreNames.BLOBS)) {
            if (part.age().compareTo(grace) > 0) {
                StoreNames.sha256(part.key()).ifPresent(sha256 -> old.put(sha256, part));
            }
        }
        Manifests manifests = new Manifests(objects);
        for (String key : manifests.keys(StoreNames.MANIFESTS)) {
            manifests
                    .read(key)
                    .ifPresent(
                            manifest -> manifest.version().parts().values().forEach(part -> old.remove(part.sha256())));
        }
        return old;
    }

    /**
     * What is not reached while the announcement is fresh goes back. What is not reached within half of the grace stays
     * for another collection: it could have been written, published and grown old since the manifests were read.
     */
    private void deleteBatch(Deque<String> left) throws IOException {
        List<String> batch = new ArrayList<>();
        while (batch.size() < Announcement.MOST && !left.isEmpty()) {
            batch.add(left.poll());
        }
        objects.write(StoreNames.COLLECTING, new Announcement(identity, Set.copyOf(batch)).write());
        Instant announced = options.clock().instant();
        for (String sha256 : batch) {
            if (lateSince(announced, 4) || lateSince(begun, 2)) {
                left.add(sha256);
            } else {
                delete(StoreNames.blob(sha256));
            }
        }
    }

    private boolean lateSince(Instant start, int partOfGrace) {
        return Duration.between(start, options.clock().instant())
                        .compareTo(options.grace().dividedBy(partOfGrace))
                > 0;
    }

    private void delete(String key) throws IOException {
        Optional<ObjectSpace.Found> now = objects.find(key);
        if (now.isPresent() && now.get().age().compareTo(grace) > 0) {
            objects.delete(key);
            parts++;
            bytes += now.get().size();
        }
    }

    private IOException underWay() {
        return new IOException("collection refused: expected no other collection, got one under way [" + objects.place()
                + "]; wait until it is done, or, if its process died, for "
                + options.grace().dividedBy(2));
    }
}
