// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.score.ModelVersions;
import io.perennial.score.PartitionModels;
import io.perennial.store.Bundle;
import io.perennial.store.InputContract;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then for a newer version of the bundle, and has it served. One whose events or classes are others than those
 * of the running version is refused, once and by name, since what is on its way would not fit it.
 */
final class BundleWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BundleWatch.class);

    private final StoredBundles bundles;
    private final Bundle first;
    private final ModelVersions served;
    private final Function<Bundle, PartitionModels> open;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread thread = new Thread(runnable, "perennial-bundle-watch");
        thread.setDaemon(true);
        return thread;
    });
    private String last;

    /**
     * @param first that is served now
     * @param open a version's model
     */
    BundleWatch(StoredBundles bundles, Bundle first, ModelVersions served, Function<Bundle, PartitionModels> open) {
        this.bundles = bundles;
        this.first = first;
        this.served = served;
        this.open = open;
        last = first.version();
    }

    void every(Duration interval) {
        looking.scheduleWithFixedDelay(this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Never throws, or nobody would look again. */
    void look() {
        try {
            String newest = bundles.newest();
            if (newest.equals(last)) {
                return;
            }
            Bundle bundle = bundles.read(newest);
            last = newest;
            String difference = difference(first, bundle);
            if (difference != null) {
                log.error(
                        "bundle {} refused: expected the input contract and classes of {}, got {}; start an application of"
                                + " its own for it",
                        bundle.id(),
                        first.id(),
                        difference);
                return;
            }
            String before = served.served().id();
            served.adopt(opened(bundle));
            log.info("bundle {} is served from the next batch on, before it was {}", bundle.id(), before);
        } catch (IOException | RuntimeException e) {
            log.warn("no newer version of bundle {} is served, the stream goes on: {}", first.name(), e.getMessage());
        }
    }

    /** With one partition tried, since what fails there would end the stream. */
    private PartitionModels opened(Bundle bundle) {
        PartitionModels models = open.apply(bundle);
        try {
            models.open(0).close();
            return models;
        } catch (RuntimeException e) {
            models.close();
            throw e;
        }
    }

    /** What is not the same, or null. */
    static String difference(Bundle one, Bundle other) {
        InputContract a = one.input();
        InputContract b = other.input();
        if (!a.name().equals(b.name())) {
            return "input.name " + b.name();
        } else if (!Arrays.equals(a.shape(), b.shape())) {
            return "input.shape " + Arrays.toString(b.shape()) + " instead of " + Arrays.toString(a.shape());
        } else if (a.minimum() != b.minimum() || a.maximum() != b.maximum()) {
            return "input.minimum and maximum " + b.minimum() + " and " + b.maximum() + " instead of " + a.minimum()
                    + " and " + a.maximum();
        } else if (!a.standardisation().equals(b.standardisation())) {
            return "another input.standardisation";
        } else if (!one.labels().equals(other.labels())) {
            return "labels " + other.labels() + " instead of " + one.labels();
        }
        return null;
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
