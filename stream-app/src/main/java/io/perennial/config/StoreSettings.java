// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where checkpoints and versions of the bundle are kept. */
public interface StoreSettings {

    @Doc(
            "Model store: a directory, or `s3://bucket/prefix` with credentials as any AWS client finds them; empty for none.")
    Optional<String> uri();

    @Doc(
            "Address of an S3 service that is not Amazon's, such as `http://minio:9000`; its buckets are then in the path.")
    Optional<String> endpoint();

    @Doc("Region of S3; empty for the usual AWS chain.")
    Optional<String> region();

    @Doc("Time that one operation on the store may take, with its retries; the stream never waits for it.")
    @Range(min = 100, max = 3_600_000)
    @WithConverter(Durations.class)
    @WithDefault("30s")
    Duration timeLimit();

    @Doc("Time between two checkpoints of a partition (store.uri).")
    @Range(min = 100, max = 86_400_000)
    @WithConverter(Durations.class)
    @WithDefault("10m")
    Duration checkpointInterval();

    @Doc("Checkpoints of each partition that are kept, the newest ones; at times an eighth more.")
    @Range(min = 1, max = 100_000)
    @WithDefault("144")
    int retain();

    @Doc("Time between two looks for a newer version of the bundle (bundle: store:NAME).")
    @Range(min = 1000, max = 86_400_000)
    @WithConverter(Durations.class)
    @WithDefault("1m")
    Duration bundleInterval();
}
