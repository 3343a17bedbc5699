// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.perennial.checkpoint.Checkpoints;
import io.perennial.checkpoint.Promotion;
import io.perennial.checkpoint.StoredCheckpoints;
import io.perennial.config.Settings;
import io.perennial.config.StoreSettings;
import io.perennial.control.Command;
import io.perennial.control.CommandJson;
import io.perennial.control.ControlSender;
import io.perennial.observe.StoreMetrics;
import io.perennial.page.CheckpointSource;
import io.perennial.score.ModelVersions;
import io.perennial.score.PartitionModels;
import io.perennial.store.Bundle;
import io.perennial.store.Checkpoint;
import io.perennial.store.archive.ModelStore;
import io.perennial.store.archive.StoredVersion;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What an application has beyond its topics: checkpoints in a store, and a watch on the versions of its bundle there. */
final class Memory implements AutoCloseable {

    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(5);

    private final ModelStore store;
    private final Checkpoints checkpoints;
    private BundleWatch watch;
    private ControlSender sender;

    /** @param store null for none */
    private Memory(ModelStore store, Checkpoints checkpoints) {
        this.store = store;
        this.checkpoints = checkpoints;
    }

    static Memory open(Settings settings, Promotion promotion, MeterRegistry registry) {
        StoreSettings how = settings.store();
        ModelStore store = Stores.open(how);
        return new Memory(
                store,
                store == null
                        ? Checkpoints.NONE
                        : new StoredCheckpoints(
                                store,
                                settings.application().id(),
                                how.checkpointInterval(),
                                how.retain(),
                                TRY_AGAIN_AFTER,
                                promotion,
                                new StoreMetrics(registry)));
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Lists the checkpoints of a partition; empty without a store. */
    Optional<CheckpointSource> listing(Settings settings) {
        if (store == null) {
            return Optional.empty();
        }
        String application = settings.application().id();
        return Optional.of(partition -> store.list(Checkpoint.name(application, partition)).stream()
                .map(Memory::listed)
                .toList());
    }

    private static CheckpointSource.Listed listed(StoredVersion version) {
        Map<String, String> metadata = version.metadata();
        String step = metadata.getOrDefault("step", "");
        return new CheckpointSource.Listed(
                version.version(),
                step.matches("[0-9]{1,18}") ? Long.parseLong(step) : -1,
                metadata.getOrDefault("lineage", ""),
                metadata.getOrDefault("bundle", ""),
                version.created(),
                Checkpoint.figures(metadata));
    }

    /** Looks for newer versions where the configuration asks for the newest one. */
    void watch(Settings settings, Bundle first, ModelVersions served, Function<Bundle, PartitionModels> open) {
        String where = settings.bundle();
        if (!where.startsWith(StoredBundles.PREFIX) || where.contains("@")) {
            return;
        }
        watch = new BundleWatch(StoredBundles.of(store, where), first, served, open);
        watch.every(settings.store().bundleInterval());
    }

    /** Takes commands by HTTP where the configuration asks for it; otherwise null. */
    Function<byte[], String> control(Settings settings) {
        if (!settings.observe().control()) {
            return null;
        }
        String topic = Options.topics(settings).control();
        if (topic == null) {
            throw new IllegalArgumentException(
                    "observe.control refused: expected a topic for the commands, got none; set record.control-topic");
        }
        sender = new ControlSender(settings.kafka(), topic, Clock.systemUTC());
        return body -> {
            Command asked = CommandJson.read("asked", body);
            try {
                return sender.send(asked.kind(), asked.partition(), asked.to(), asked.by())
                        .id();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("command not sent: interrupted", e);
            }
        };
    }

    @Override
    public void close() {
        if (sender != null) {
            sender.close();
        }
        checkpoints.close();
        if (watch != null) {
            watch.close();
        }
        if (store != null) {
            store.close();
        }
    }
}
