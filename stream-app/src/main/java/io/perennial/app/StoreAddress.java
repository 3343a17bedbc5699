// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.store.archive.ModelStore;
import io.perennial.store.archive.ModelStores;
import io.perennial.store.archive.StoreOptions;
import io.perennial.store.archive.StoredVersion;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say where a model store is. */
final class StoreAddress {

    private static final String ENVIRONMENT = "PERENNIAL_STORE_URI";

    @Option(
            names = "--store",
            paramLabel = "URI",
            description =
                    "file:///directory, a directory, or s3://bucket/prefix (default: environment " + ENVIRONMENT + ")")
    private String store;

    @Option(
            names = "--endpoint",
            paramLabel = "URI",
            description = "of an S3 service that is not Amazon's; its buckets are then in the path")
    private URI endpoint;

    @Option(names = "--region", paramLabel = "NAME", description = "of S3 (default: the usual AWS chain)")
    private String region;

    @Option(names = "--path-style", description = "the bucket is in the path of the S3 address")
    private boolean pathStyle;

    private Optional<String> where() {
        return Optional.ofNullable(store == null ? System.getenv(ENVIRONMENT) : store)
                .filter(uri -> !uri.isBlank());
    }

    /** Whether a store is named at all. */
    boolean given() {
        return where().isPresent();
    }

    /** The store; nothing is read or written yet. */
    ModelStore open() {
        String uri = where().orElseThrow(() -> new IllegalArgumentException(
                "--store refused: expected the address of a store, got none; give --store or set " + ENVIRONMENT));
        StoreOptions options = StoreOptions.defaults().pathStyle(pathStyle || endpoint != null);
        options = endpoint == null ? options : options.endpoint(endpoint);
        return ModelStores.open(uri, region == null ? options : options.region(region));
    }

    /** A version that has to be there. */
    static StoredVersion need(ModelStore store, StoreVersion wanted) throws IOException {
        return store.find(wanted.name(), wanted.version()).orElseThrow(() -> absent(wanted.toString()));
    }

    static IllegalArgumentException absent(String what) {
        return new IllegalArgumentException(
                "version refused: expected one that is in the store, got " + what + "; perennial store ls lists them");
    }
}
