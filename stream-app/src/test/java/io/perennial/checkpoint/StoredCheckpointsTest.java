// SPDX-License-Identifier: Apache-2.0
package io.perennial.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perennial.observe.StoreMetrics;
import io.perennial.store.Checkpoint;
import io.perennial.store.archive.ModelStore;
import io.perennial.store.archive.ModelStores;
import io.perennial.store.archive.StoreOptions;
import io.perennial.store.archive.StoredVersion;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredCheckpointsTest {

    private static final int RETAINED = 3;
    private static final String NAME = "checkpoints/app/0";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicBoolean down = new AtomicBoolean();
    private ModelStore store;
    private StoredCheckpoints checkpoints;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = ModelStores.open(directory.toString(), StoreOptions.defaults());
        ModelStore fallible = (ModelStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ModelStore.class}, (proxy, method, arguments) -> {
                    if (down.get() && !method.getName().equals("close")) {
                        throw new IOException("the store is away");
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        checkpoints = shelf(fallible, RETAINED);
    }

    private StoredCheckpoints shelf(ModelStore on, int retained) {
        return new StoredCheckpoints(
                on,
                "app",
                Duration.ofMinutes(1),
                retained,
                Duration.ofMillis(20),
                (to, checkpoint, version) -> "promoted@" + version,
                new StoreMetrics(registry));
    }

    @AfterEach
    void close() {
        checkpoints.close();
        store.close();
    }

    private static Checkpoint checkpoint(long step) {
        return new Checkpoint(
                "l" + step,
                step,
                "app",
                "events",
                0,
                step * 10,
                "m@1",
                "ab",
                "petal-fim",
                Map.of(),
                Map.of(),
                Map.of("teacher", new float[] {step}));
    }

    private List<Long> steps() throws IOException {
        return store.list(NAME).stream()
                .map(version -> Long.valueOf(version.metadata().get("step")))
                .sorted()
                .toList();
    }

    private double count(String outcome) {
        return registry.get("perennial.store.checkpoints")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void keepsTheNewest() {
        for (long step = 1; step <= 6; step++) {
            checkpoints.offer(checkpoint(step));
        }
        await().until(() -> count("published") == 6);
        await().untilAsserted(() -> assertThat(steps()).containsExactly(4L, 5L, 6L));
    }

    @Test
    void anOfferNeverWaitsAndCatchesUpWhenTheStoreIsBack() throws IOException {
        down.set(true);
        checkpoints.offer(checkpoint(1));
        checkpoints.offer(checkpoint(2));
        await().until(() -> count("failed") >= 2);
        assertThat(registry.get("perennial.store.waiting").gauge().value()).isEqualTo(2);
        assertThat(steps()).isEmpty();
        down.set(false);
        await().until(() -> count("published") == 2);
        assertThat(steps()).containsExactly(1L, 2L);
        assertThat(registry.get("perennial.store.waiting").gauge().value()).isZero();
    }

    @Test
    void aLongOutageCostsTheOldest() {
        down.set(true);
        int more = 4;
        for (long step = 1; step <= StoredCheckpoints.MOST_WAITING + more; step++) {
            checkpoints.offer(checkpoint(step));
        }
        assertThat(count("dropped")).isEqualTo(more);
        down.set(false);
        await().until(() -> registry.get("perennial.store.waiting").gauge().value() == 0);
        await().untilAsserted(() ->
                assertThat(steps()).hasSize(RETAINED).endsWith((long) StoredCheckpoints.MOST_WAITING + more));
    }

    @Test
    void findsByVersionByStepAndByTime() throws Exception {
        for (long step : new long[] {10, 20, 30}) {
            checkpoints.offer(checkpoint(step));
        }
        await().until(() -> count("published") == 3);
        StoredVersion newest = store.list(NAME).get(0);
        assertThat(found("step:29")).isEqualTo(20);
        assertThat(found("step:30")).isEqualTo(30);
        assertThat(found("time:" + newest.created())).isEqualTo(30);
        assertThat(found(newest.version())).isEqualTo(30);
        assertThatThrownBy(() -> found("step:9"))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a checkpoint of checkpoints/app/0 for step:9, got none among 3");
        assertThatThrownBy(() -> found("step:x")).hasMessageContaining("step:N with a number, got step:x");
        assertThatThrownBy(() -> found("time:yesterday")).hasMessageContaining("time:INSTANT");
        assertThatThrownBy(() -> found("../../etc")).hasMessageContaining("got none among 3");
    }

    private long found(String target) throws Exception {
        return checkpoints.find(0, target).get().step();
    }

    @Test
    void aStoreThatIsAwayFailsARollbackInItsOwnWords() {
        down.set(true);
        assertThatThrownBy(() -> checkpoints.find(0, "step:1").get()).hasRootCauseMessage("the store is away");
    }

    @Test
    void promotes() throws Exception {
        assertThat(checkpoints.promote(checkpoint(1), "2").get()).isEqualTo("promoted@2");
    }

    @Test
    void whatIsOfferedAfterTheEndIsLeftToTheChangelog() throws IOException {
        checkpoints.close();
        assertThatCode(() -> checkpoints.offer(checkpoint(1))).doesNotThrowAnyException();
        assertThat(steps()).isEmpty();
    }

    @Test
    void aLongListIsNotReadAfterEveryCheckpoint() throws IOException {
        try (StoredCheckpoints many = shelf(store, 16)) {
            for (long step = 1; step <= 20; step++) {
                many.offer(checkpoint(step));
                long now = step;
                await().until(() -> count("published") == now);
            }
            await().untilAsserted(
                            () -> assertThat(steps()).hasSizeBetween(16, 18).endsWith(20L));
        }
    }
}
