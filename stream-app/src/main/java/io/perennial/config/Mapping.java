// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.ConfigMapping;
import java.util.Map;
import java.util.Optional;

/** The whole configuration as SmallRye Config maps it. */
@ConfigMapping(prefix = Mapping.PREFIX)
interface Mapping {

    String PREFIX = "perennial";

    ApplicationSettings application();

    @Doc(
            "Bundle to serve: a directory, `builtin:digits`, or in the store `store:NAME` (always the newest version, also while"
                    + " running) or `store:NAME@VERSION`.")
    String bundle();

    @Doc("Properties of the Kafka clients, passed on as they are; `bootstrap.servers` is required.")
    Map<String, Optional<String>> kafka();

    RecordSettings record();

    TensorSettings tensor();

    ScoreSettings score();

    AdaptSettings adapt();

    PublishSettings publish();

    StoreSettings store();

    ObserveSettings observe();
}
