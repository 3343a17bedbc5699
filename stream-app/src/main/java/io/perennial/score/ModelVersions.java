// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.store.Bundle;
import java.util.HashSet;
import java.util.Set;

/**
 * The model that is served, which a newer version can take the place of while the stream goes on. The old one is closed when
 * the last partition has let go of it. Thread-safe.
 */
public final class ModelVersions implements Learners, AutoCloseable {

    private static final class Version {
        private final PartitionModels models;
        private int users;

        Version(PartitionModels models) {
            this.models = models;
        }
    }

    private final Set<Version> open = new HashSet<>();
    private Version current;

    /** @param first owned by this from here on */
    public ModelVersions(PartitionModels first) {
        current = version(first);
    }

    private Version version(PartitionModels models) {
        Version version = new Version(models);
        open.add(version);
        return version;
    }

    private void close(Version version) {
        open.remove(version);
        version.models.close();
    }

    /** The model that partitions open from now on. */
    public synchronized ServedModel served() {
        return current.models.served();
    }

    /** What it is served from. */
    public synchronized Bundle bundle() {
        return current.models.bundle();
    }

    /**
     * Partitions open this one from now on, and those that have opened another change over at their next batch.
     *
     * @param next owned by this from here on
     */
    public synchronized void adopt(PartitionModels next) {
        Version before = current;
        current = version(next);
        if (before.users == 0) {
            close(before);
        }
    }

    /** What the model that is served needs; measured anew at each call. */
    public synchronized ModelMemory memory(int batchSize) {
        return current.models.memory(batchSize);
    }

    /** Native memory of the engine, of all versions that are open, in bytes. */
    public synchronized long networkBytes() {
        return open.stream().mapToLong(version -> version.models.networkBytes()).sum();
    }

    /** Size of the frozen sources of all versions that are open, in bytes. */
    public synchronized long sourceBytes() {
        return open.stream().mapToLong(version -> version.models.sourceBytes()).sum();
    }

    @Override
    public synchronized Learner open(int partition) {
        Version version = current;
        Learner learner = version.models.open(partition, () -> release(version));
        version.users++;
        return learner;
    }

    private synchronized void release(Version version) {
        version.users--;
        if (version.users == 0 && version != current) {
            close(version);
        }
    }

    @Override
    public boolean superseded(Learner learner) {
        return !learner.served().equals(served());
    }

    /** Once no partition is open any more. */
    @Override
    public synchronized void close() {
        close(current);
    }
}
