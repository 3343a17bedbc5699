// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.config.StoreSettings;
import io.perennial.store.archive.ModelStore;
import io.perennial.store.archive.ModelStores;
import io.perennial.store.archive.StoreOptions;
import java.net.URI;
import java.time.Duration;

/** Opens the model store that a configuration names. */
final class Stores {

    /** How long an unused part is left alone; everybody on one store must agree on it. */
    private static final Duration GRACE = StoreOptions.defaults().grace();

    private Stores() {}

    /** Null where there is none. */
    static ModelStore open(StoreSettings settings) {
        if (settings.uri().filter(uri -> !uri.isBlank()).isEmpty()) {
            return null;
        }
        try {
            StoreOptions options = StoreOptions.defaults().limits(GRACE, settings.timeLimit());
            if (settings.endpoint().isPresent()) {
                options =
                        options.endpoint(URI.create(settings.endpoint().get())).pathStyle(true);
            }
            if (settings.region().isPresent()) {
                options = options.region(settings.region().get());
            }
            return ModelStores.open(settings.uri().get(), options);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "store refused: " + e.getMessage() + " [store.uri, store.endpoint, store.region, store.time-limit]",
                    e);
        }
    }
}
