// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Objects that can be made to look older than they are, and that let a test step in before a call. */
final class WatchedObjects implements ObjectSpace {

    /** What a test does before a call. */
    interface Step {
        void run() throws IOException;
    }

    private final ObjectSpace objects;
    private final Map<String, Duration> more = new ConcurrentHashMap<>();
    private final Map<String, Step> steps = new ConcurrentHashMap<>();

    WatchedObjects(ObjectSpace objects) {
        this.objects = objects;
    }

    /** Everything that is there now but a collection's announcement is older by so much, until it is written again. */
    void age(Duration by) throws IOException {
        for (Found found : objects.list("blobs/")) {
            more.merge(found.key(), by, Duration::plus);
        }
    }

    void ageAnnouncement(Duration by) {
        more.put(StoreNames.COLLECTING, by);
    }

    /** Before the next call of a method on keys that begin so, on the thread that calls; once. */
    void before(String method, String prefix, Step step) {
        steps.put(method + " " + prefix, step);
    }

    private void step(String method, String key) throws IOException {
        for (String watched : Set.copyOf(steps.keySet())) {
            if ((method + " " + key).startsWith(watched)) {
                Step step = steps.remove(watched);
                if (step != null) {
                    step.run();
                }
            }
        }
    }

    @Override
    public String place() {
        return objects.place();
    }

    @Override
    public Optional<Content> read(String key, int most) throws IOException {
        step("read", key);
        return objects.read(key, most);
    }

    @Override
    public Optional<Found> find(String key) throws IOException {
        step("find", key);
        return objects.find(key).map(this::aged);
    }

    @Override
    public List<Found> list(String prefix) throws IOException {
        step("list", prefix);
        return objects.list(prefix).stream().map(this::aged).toList();
    }

    private Found aged(Found found) {
        return new Found(found.key(), found.size(), found.age().plus(more.getOrDefault(found.key(), Duration.ZERO)));
    }

    @Override
    public void write(String key, byte[] bytes) throws IOException {
        step("write", key);
        // An object that looks old a moment longer is written once too often, which does no harm.
        objects.write(key, bytes);
        more.remove(key);
    }

    @Override
    public boolean create(String key, byte[] bytes) throws IOException {
        step("create", key);
        more.remove(key);
        return objects.create(key, bytes);
    }

    @Override
    public void delete(String key) throws IOException {
        step("delete", key);
        objects.delete(key);
        more.remove(key);
    }

    @Override
    public void sweep(Duration grace) throws IOException {
        objects.sweep(grace);
    }

    @Override
    public void close() {
        objects.close();
    }
}
