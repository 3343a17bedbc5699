// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.perennial.checkpoint.Checkpoints;
import io.perennial.checkpoint.StoredCheckpoints;
import io.perennial.config.Settings;
import io.perennial.config.StoreSettings;
import io.perennial.observe.StoreMetrics;
import io.perennial.score.ModelVersions;
import io.perennial.score.PartitionModels;
import io.perennial.store.Bundle;
import io.perennial.store.archive.ModelStore;
import java.time.Duration;
import java.util.function.Function;

/** What an application has beyond its topics: checkpoints in a store, and a watch on the versions of its bundle there. */
final class Memory implements AutoCloseable {

    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(5);

    private final Checkpoints checkpoints;
    private ModelStore bundles;
    private BundleWatch watch;

    private Memory(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    static Memory open(Settings settings, MeterRegistry registry) {
        StoreSettings how = settings.store();
        ModelStore store = Stores.open(how);
        return new Memory(
                store == null
                        ? Checkpoints.NONE
                        : new StoredCheckpoints(
                                store,
                                settings.application().id(),
                                how.checkpointInterval(),
                                how.retain(),
                                TRY_AGAIN_AFTER,
                                new StoreMetrics(registry)));
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Looks for newer versions where the configuration asks for the newest one. */
    void watch(Settings settings, Bundle first, ModelVersions served, Function<Bundle, PartitionModels> open) {
        String where = settings.bundle();
        if (!where.startsWith(StoredBundles.PREFIX) || where.contains("@")) {
            return;
        }
        bundles = Stores.open(settings.store());
        watch = new BundleWatch(StoredBundles.of(bundles, where), first, served, open);
        watch.every(settings.store().bundleInterval());
    }

    @Override
    public void close() {
        checkpoints.close();
        if (watch != null) {
            watch.close();
            bundles.close();
        }
    }
}
