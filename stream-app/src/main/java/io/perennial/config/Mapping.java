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

    @Doc("Directory of the bundle to serve, or `builtin:digits`.")
    String bundle();

    @Doc("Properties of the Kafka clients, passed on as they are; `bootstrap.servers` is required.")
    Map<String, Optional<String>> kafka();

    RecordSettings record();

    TensorSettings tensor();

    ScoreSettings score();

    AdaptSettings adapt();

    PublishSettings publish();

    ObserveSettings observe();
}
