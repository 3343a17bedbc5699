// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.config.ObserveSettings;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutlookTest {

    private static ObserveSettings with(String token) throws IOException {
        Map<String, String> keys = Map.of(
                "bundle",
                Bundles.BUILTIN,
                "kafka.bootstrap.servers",
                "localhost:9092",
                "observe.control",
                "true",
                "observe.token",
                token);
        return Bundles.configure(keys, Map.of()).settings().observe();
    }

    @Test
    void takesATokenThatAHeaderCanCarry() throws IOException {
        ObserveSettings settings = with("0123456789abcde~");
        assertThatCode(() -> Outlook.check(settings)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456789abcde", "0123456789 abcdef", "0123456789abcdef\u00e9", "0123456789abcdef\t"})
    void refusesATokenThatNobodyCouldSend(String token) throws IOException {
        ObserveSettings settings = with(token);
        assertThatThrownBy(() -> Outlook.check(settings))
                .hasMessageContaining("observe.token refused: expected 16 or more visible ASCII characters")
                .hasMessageNotContaining(token);
    }
}
