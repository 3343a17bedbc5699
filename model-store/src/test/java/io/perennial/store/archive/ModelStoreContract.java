// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Test;

/** What a model store promises, on every storage: all of the contracts before, and that they hold when all happens at once. */
abstract class ModelStoreContract extends CollectionContract {

    private static final int ROUNDS = 60;

    /** Publishers share few parts; time jumps by two graces, between publications, before every collection. */
    @Test
    void nothingIsLostWhilePublishersAndACollectorRun() throws Exception {
        long seed = 42;
        ReadWriteLock time = new ReentrantReadWriteLock(true);
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Future<Integer> first = threads.submit(() -> publishAndRemove("a", new Random(seed), time));
            Future<Integer> second = threads.submit(() -> publishAndRemove("b", new Random(seed + 1), time));
            Future<Long> collector = threads.submit(() -> {
                long parts = 0;
                while (!done.get()) {
                    time.writeLock().lock();
                    try {
                        objects.age(LONG);
                    } finally {
                        time.writeLock().unlock();
                    }
                    parts += new ObjectModelStore(objects, OPTIONS, UUID::randomUUID)
                            .collect(GRACE)
                            .parts();
                }
                return parts;
            });
            assertThat(first.get(2, TimeUnit.MINUTES) + second.get(2, TimeUnit.MINUTES))
                    .isEqualTo(2 * ROUNDS);
            done.set(true);
            assertThat(collector.get(1, TimeUnit.MINUTES)).as("seed %s", seed).isPositive();
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }

    private int publishAndRemove(String name, Random random, ReadWriteLock time) throws IOException {
        int read = 0;
        Optional<String> last = Optional.empty();
        for (int round = 0; round < ROUNDS; round++) {
            String text = "shared " + random.nextInt(3);
            StoredVersion version;
            time.readLock().lock();
            try {
                version = publish(name, round + "", text);
            } finally {
                time.readLock().unlock();
            }
            if (last.isPresent()) {
                store.remove(name, last.get());
            }
            last = Optional.of(round + "");
            read += store.read(version, "part-0").length == bytes(text).length ? 1 : 0;
        }
        return read;
    }
}
