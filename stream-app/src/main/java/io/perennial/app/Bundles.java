// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.config.Settings;
import io.perennial.digits.Digits;
import io.perennial.store.Bundle;
import io.perennial.store.archive.ModelStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Finds the bundle that a configuration names; its defaults rank below the configuration. */
final class Bundles {

    /** The example that comes with Perennial. */
    static final String BUILTIN = "builtin:digits";

    /** A configuration with the bundle it names. */
    record Configured(Settings settings, Bundle bundle) {}

    private Bundles() {}

    /** Reads the file twice: once to learn which bundle it names, then with the bundle's defaults below it. */
    static Configured configure(Path file, Map<String, String> environment) {
        Bundle bundle = open(Settings.load(file, environment, Map.of()));
        return new Configured(Settings.load(file, environment, bundle.adapt()), bundle);
    }

    /** The same without a file. */
    static Configured configure(Map<String, String> keys, Map<String, String> environment) {
        Bundle bundle = open(Settings.of(keys, environment, Map.of()));
        return new Configured(Settings.of(keys, environment, bundle.adapt()), bundle);
    }

    private static Bundle open(Settings settings) {
        if (!settings.bundle().startsWith(StoredBundles.PREFIX)) {
            return open(settings.bundle());
        }
        try (ModelStore store = Stores.open(settings.store())) {
            if (store == null) {
                throw new IllegalArgumentException(
                        "bundle refused: expected a store for " + settings.bundle() + ", got none; set store.uri");
            }
            StoredBundles bundles = StoredBundles.of(store, settings.bundle());
            return bundles.read(bundles.newest());
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The bundle of a directory, or the built-in one. */
    static Bundle open(String where) {
        try {
            return where.equals(BUILTIN)
                    ? Bundle.resource(Bundles.class.getClassLoader(), Digits.BUNDLE_ROOT)
                    : Bundle.read(Path.of(where));
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
