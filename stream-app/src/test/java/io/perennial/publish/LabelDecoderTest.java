// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perennial.record.EventRefused;
import io.perennial.record.Origin;
import io.perennial.record.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelDecoderTest {

    private final LabelDecoder decoder = new LabelDecoder(List.of("cat", "dog", "7"), 100);
    private final Origin origin = new Origin("labels", 0, 5, 0, null, new RecordHeaders());

    private Label decode(String json) throws EventRefused {
        return decoder.decode(json.getBytes(StandardCharsets.UTF_8), origin);
    }

    @Test
    void readsIndicesAndNames() throws EventRefused {
        assertThat(decode("{\"id\": \"a\", \"label\": 1}")).isEqualTo(new Label("a", 1));
        assertThat(decode("{\"label\": \"cat\", \"id\": 12, \"by\": {\"who\": [1]}}"))
                .isEqualTo(new Label("12", 0));
        assertThat(decode("{\"id\": \"a\", \"label\": \"7\"}")).isEqualTo(new Label("a", 2));
    }

    @Test
    void takesTheIdFromTheHeaders() throws EventRefused {
        origin.headers().add("perennial-event-id", "h".getBytes(StandardCharsets.UTF_8));

        assertThat(decode("{\"label\": 1}")).isEqualTo(new Label("h", 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BAD_LABEL | {\"id\": \"a\", \"label\": 3}",
                "BAD_LABEL | {\"id\": \"a\", \"label\": -1}",
                "BAD_LABEL | {\"id\": \"a\", \"label\": 99999999999}",
                "BAD_LABEL | {\"id\": \"a\", \"label\": 1.0}",
                "BAD_LABEL | {\"id\": \"a\", \"label\": \"bird\"}",
                "BAD_LABEL | {\"id\": \"a\", \"label\": null}",
                "BAD_LABEL | {\"id\": \"a\", \"label\": [1]}",
                "BAD_LABEL | {\"id\": \"a\"}",
                "BAD_LABEL | [1]",
                "BAD_LABEL | 1",
                "BAD_ID | {\"label\": 1}",
                "BAD_ID | {\"id\": \" \", \"label\": 1}",
                "NOT_JSON | {\"id\": \"a\", \"label\": 1} x",
                "NOT_JSON | {\"id\": \"a\", \"id\": \"a\", \"label\": 1}",
                "NOT_JSON | a,1",
                "EMPTY | ''"
            })
    void refusesEachBadLabelForItsOwnReason(Refusal refusal, String json) {
        EventRefused refused = catchThrowableOfType(EventRefused.class, () -> decode(json));

        assertThat(refused.refusal()).isEqualTo(refusal);
        assertThat(refused).hasMessageStartingWith("labels-0-5: ");
    }

    @Test
    void refusesTombstonesAndOversizedLabels() {
        assertThat(catchThrowableOfType(EventRefused.class, () -> decoder.decode(null, origin))
                        .refusal())
                .isEqualTo(Refusal.TOMBSTONE);
        assertThat(catchThrowableOfType(EventRefused.class, () -> decoder.decode(new byte[101], origin))
                        .refusal())
                .isEqualTo(Refusal.OVERSIZED);
    }
}
