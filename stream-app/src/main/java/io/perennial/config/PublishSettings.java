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

    @Doc("Topic of how good predictions were, window by window; written only where there is a labels topic.")
    @Name
    @WithDefault("${perennial.application.id}.quality")
    String qualityTopic();

    @Doc("Events of one record on the quality topic.")
    @Range(min = 10, max = 1_000_000)
    @WithDefault("1000")
    int qualityWindow();

    @Doc("How long a prediction waits for its label, and a label for its prediction.")
    @Range(min = 1, max = 31_536_000_000.0)
    @WithConverter(Durations.class)
    @WithDefault("60m")
    Duration labelRetention();

    @Doc("Share of the events whose prediction set is to hold the true class.")
    @Range(min = 0.5, max = 0.999)
    @WithDefault("0.9")
    double setLevel();

    @Doc(
            "How fast prediction sets, and with score.abstain-risk the limit of doubt, follow the labels; smaller where labels"
                    + " come late, see docs/uncertainty.md.")
    @Range(min = 0, max = 1)
    @WithDefault("0.005")
    double setRate();

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
