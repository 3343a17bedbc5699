// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.config.Settings;
import io.perennial.store.Bundle;
import java.util.LinkedHashMap;
import java.util.Map;

/** The configuration that {@code run} would have; environment variables do not count, so that a run can be repeated. */
final class EvaluateSettings {

    private EvaluateSettings() {}

    /** @param keys of the configuration but those of Kafka and the bundle */
    static Settings of(Bundle bundle, Map<String, String> keys) {
        Map<String, String> all = new LinkedHashMap<>(keys);
        all.put("bundle", bundle.name());
        all.put("kafka.bootstrap.servers", "none");
        return Settings.of(all, Map.of(), bundle.adapt());
    }
}
