// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two writers, each with a store of its own, race for one version a thousand times. */
abstract class RaceContract {

    private static final int RACES = 1_000;

    abstract ModelStore open() throws IOException;

    @Test
    void ofTwoWritersExactlyOneWinsAThousandTimes() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (ModelStore one = open();
                ModelStore two = open()) {
            CyclicBarrier start = new CyclicBarrier(2);
            int won = 0;
            for (int race = 0; race < RACES; race++) {
                String name = "race/" + race;
                Future<Boolean> first = threads.submit(() -> wins(one, name, "one", start));
                Future<Boolean> second = threads.submit(() -> wins(two, name, "two", start));
                boolean firstWon = first.get(1, TimeUnit.MINUTES);
                assertThat(second.get(1, TimeUnit.MINUTES)).as(name).isNotEqualTo(firstWon);
                StoredVersion version = one.find(name, "1").orElseThrow();
                assertThat(version.metadata()).containsEntry("writer", firstWon ? "one" : "two");
                won += firstWon ? 1 : 0;
            }
            // Were the same one always first, there would have been no race.
            assertThat(won).isBetween(1, RACES - 1);
            assertThat(one.names("race")).hasSize(RACES);
            assertThat(one.read(one.find("race/0", "1").orElseThrow(), "part")).hasSize(3);
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean wins(ModelStore store, String name, String writer, CyclicBarrier start) throws Exception {
        start.await(1, TimeUnit.MINUTES);
        try {
            store.publish(name, "1", Map.of("part", StoreFixture.bytes(writer)), Map.of("writer", writer));
            return true;
        } catch (VersionExistsException e) {
            return false;
        }
    }

    static StoreOptions options() {
        return StoreOptions.defaults().limits(Duration.ofHours(1), Duration.ofSeconds(30));
    }
}
