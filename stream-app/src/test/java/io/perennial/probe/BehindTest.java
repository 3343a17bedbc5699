// SPDX-License-Identifier: Apache-2.0
package io.perennial.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class BehindTest {

    @Test
    void tellsAnApplicationThatDoesNotRun() {
        assertThat(Behind.explain("app", 0, new OffsetAndMetadata(3), 3)).contains("nobody is in the group app");
    }

    @Test
    void tellsOneThatHasNotBegun() {
        assertThat(Behind.explain("app", 1, null, 3)).contains("1 member in group app", "committed nothing");
    }

    @Test
    void countsTheEventsBefore() {
        assertThat(Behind.explain("app", 2, new OffsetAndMetadata(3), 10)).contains("2 members", "has 7 events");
    }

    @Test
    void tellsAnEventThatWasReadAndWaits() {
        assertThat(Behind.explain("app", 2, new OffsetAndMetadata(11), 10)).contains("has read the event", "max-wait");
    }
}
