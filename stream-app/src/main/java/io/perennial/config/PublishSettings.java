// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What leaves. */
public interface PublishSettings {

    /** Payload of the predictions topic. */
    enum Format {
        JSON,
        V2
    }

    /** As Kafka Streams calls it, which is what {@link #toString()} gives. */
    enum Guarantee {
        EXACTLY_ONCE_V2,
        AT_LEAST_ONCE;

        @Override
        public String toString() {
            return this == EXACTLY_ONCE_V2 ? "exactly_once_v2" : "at_least_once";
        }
    }

    @Doc("Topic of the predictions.")
    @Name
    @WithDefault("${perennial.application.id}.predictions")
    String predictionsTopic();

    @Doc("Topic of what is known about the certainty of each prediction.")
    @Name
    @WithDefault("${perennial.application.id}.uncertainty")
    String uncertaintyTopic();

    @Doc("Topic of what the guard does: it stops adapting, tries again, adapts again.")
    @Name
    @WithDefault("${perennial.application.id}.drift")
    String driftTopic();

    @Doc("Topic where the true labels come, later, for the live error; empty for none.")
    @Name
    Optional<String> labelsTopic();

    @Doc("Payload of the predictions: `json`, or `v2` for responses of the Open Inference Protocol.")
    @WithDefault("json")
    Format format();

    @Doc("Processing guarantee of Kafka Streams.")
    @WithDefault("exactly_once_v2")
    Guarantee guarantee();

    @Doc("Time between two commits; with exactly_once_v2 a prediction can be read once it is committed.")
    @Range(min = 1, max = 3_600_000)
    @WithConverter(Durations.class)
    @WithDefault("100ms")
    Duration commitInterval();
}
