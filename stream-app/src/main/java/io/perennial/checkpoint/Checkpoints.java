// SPDX-License-Identifier: Apache-2.0
package io.perennial.checkpoint;

import io.perennial.store.Checkpoint;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Where checkpoints go to and come from. Nothing here ever blocks a stream. */
public interface Checkpoints extends AutoCloseable {

    /** For an application without a store. */
    Checkpoints NONE = new Checkpoints() {
        @Override
        public Duration interval() {
            return null;
        }

        @Override
        public void offer(Checkpoint checkpoint) {
            throw new IllegalStateException("checkpoint not kept: there is no store");
        }

        @Override
        public CompletableFuture<Checkpoint> find(int partition, String target) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "rollback refused: expected a store with checkpoints, got none; set store.uri"));
        }

        @Override
        public CompletableFuture<String> promote(Checkpoint checkpoint, String version) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "promotion refused: expected a store for the new version, got none; set store.uri"));
        }

        @Override
        public void close() {
            // There is nothing to let go of.
        }
    };

    /** Between two checkpoints of a partition; null for none at all. */
    Duration interval();

    /** Publishes it when the store can take it. Where the store is behind, the newest of a partition are kept. */
    void offer(Checkpoint checkpoint);

    /**
     * Finds a partition's checkpoint.
     *
     * @param target as in {@link io.perennial.control.Command#to}
     * @return fails with an {@link IllegalArgumentException} where there is none, or with what the store said
     */
    CompletableFuture<Checkpoint> find(int partition, String target);

    /**
     * Makes what was learned a new version of its bundle in the store.
     *
     * @return name and version that it is there under; fails with an {@link IllegalArgumentException} where that cannot be
     */
    CompletableFuture<String> promote(Checkpoint checkpoint, String version);

    @Override
    void close();
}
