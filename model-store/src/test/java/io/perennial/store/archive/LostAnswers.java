// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A storage on which the answer to every conditional create is lost, so that it is tried again and finds itself. */
record LostAnswers(ObjectSpace objects) implements ObjectSpace {

    @Override
    public boolean create(String key, byte[] bytes) throws IOException {
        objects.create(key, bytes);
        return objects.create(key, bytes);
    }

    @Override
    public String place() {
        return objects.place();
    }

    @Override
    public Optional<Content> read(String key, int most) throws IOException {
        return objects.read(key, most);
    }

    @Override
    public Optional<Found> find(String key) throws IOException {
        return objects.find(key);
    }

    @Override
    public List<Found> list(String prefix) throws IOException {
        return objects.list(prefix);
    }

    @Override
    public void write(String key, byte[] bytes) throws IOException {
        objects.write(key, bytes);
    }

    @Override
    public void delete(String key) throws IOException {
        objects.delete(key);
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
