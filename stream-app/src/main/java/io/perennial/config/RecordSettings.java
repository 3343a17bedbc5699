// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** What is read. */
public interface RecordSettings {

    @Doc("Topic of the events.")
    @Name
    @WithDefault("${perennial.application.id}.events")
    String topic();

    @Doc("Topic of the records that are no events, with the reason in their headers.")
    @Name
    @WithDefault("${perennial.application.id}.dead-letter")
    String deadLetterTopic();

    @Doc(
            "Topic of commands: pause, resume, reset, rollback, promote; empty for none. `perennial control` writes to it.")
    @Name
    Optional<String> controlTopic();

    @Doc("Largest payload that is looked at; a larger one is a dead letter.")
    @Range(min = 1, max = 1 << 30)
    @WithConverter(Bytes.class)
    @WithDefault("1048576")
    int maxBytes();
}
