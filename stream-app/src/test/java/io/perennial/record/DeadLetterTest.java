// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import static io.perennial.record.Records.decoder;
import static io.perennial.record.Records.origin;
import static io.perennial.record.Records.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

    private static DeadLetter letter(byte[] value, Origin origin) {
        return DeadLetter.of(value, origin, catchThrowableOfType(EventRefused.class, () -> decoder()
                .decode(value, origin)));
    }

    private static String header(DeadLetter letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void keepsTheOriginalAndSaysWhyAndWhere() {
        byte[] value = utf8("[1, 2]");
        Origin origin = origin("trace", "abc");

        DeadLetter letter = letter(value, origin);

        assertThat(letter.value()).isSameAs(value);
        assertThat(letter.key()).isSameAs(origin.key());
        assertThat(letter.timestamp()).isEqualTo(origin.timestamp());
        assertThat(header(letter, "trace")).isEqualTo("abc");
        assertThat(header(letter, "perennial-error-reason")).isEqualTo("wrong-shape");
        assertThat(header(letter, "perennial-error-message")).contains("got [2]");
        assertThat(header(letter, "perennial-error-topic")).isEqualTo("digits.events");
        assertThat(header(letter, "perennial-error-partition")).isEqualTo("3");
        assertThat(header(letter, "perennial-error-offset")).isEqualTo("42");
        assertThat(header(letter, "perennial-error-timestamp")).isEqualTo("1700000000000");
        assertThat(origin.headers().toArray()).as("the headers that came").hasSize(1);
    }

    @Test
    void replacesTheReasonOfAnEarlierRefusal() {
        DeadLetter letter = letter(null, origin("perennial-error-reason", "wrong-shape"));

        assertThat(letter.headers().headers("perennial-error-reason")).hasSize(1);
        assertThat(header(letter, "perennial-error-reason")).isEqualTo("tombstone");
    }

    @Test
    void boundsTheMessage() {
        EventRefused refused =
                EventRefused.because(Refusal.NOT_JSON, "\uD83D\uDE00".repeat(400), "short", "long", "shorten");

        DeadLetter letter = DeadLetter.of(null, origin(), refused);

        assertThat(header(letter, DeadLetter.MESSAGE))
                .hasSizeLessThanOrEqualTo(512)
                .endsWith("...")
                .doesNotContain("\uFFFD");
    }
}
