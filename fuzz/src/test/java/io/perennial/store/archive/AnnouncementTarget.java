// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import io.perennial.fuzz.Again;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a collection announces in a store. */
public final class AnnouncementTarget implements Target {

    /** A storage with one object under every key. */
    private record Single(byte[] bytes) implements ObjectSpace {

        @Override
        public String place() {
            return "here";
        }

        @Override
        public Optional<Content> read(String key, int most) {
            return Optional.of(new Content(Arrays.copyOf(bytes, Math.min(most, bytes.length)), bytes.length));
        }

        @Override
        public Optional<Found> find(String key) {
            return Optional.empty();
        }

        @Override
        public List<Found> list(String prefix) {
            return List.of();
        }

        @Override
        public void write(String key, byte[] content) {}

        @Override
        public boolean create(String key, byte[] content) {
            return false;
        }

        @Override
        public void delete(String key) {}

        @Override
        public void sweep(Duration grace) {}

        @Override
        public void close() {}
    }

    /** Lines as texts in a list and in a set, twice. */
    @Override
    public Contract contract() {
        return new Contract(IOException.class, "announcement refused: expected ", 64 << 10, 400);
    }

    @Override
    public void read(byte[] input) throws IOException {
        Announcement read = Announcement.read(new Single(input)).orElseThrow();
        Again.same(read, Announcement.read(new Single(read.write())).orElseThrow());
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(new Announcement(new UUID(1, 2), Set.of("0".repeat(64), "a".repeat(64))).write());
    }
}
