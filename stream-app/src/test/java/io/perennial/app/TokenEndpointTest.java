// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenEndpointTest {

    @BeforeEach
    @AfterEach
    void forget() {
        System.clearProperty(TokenEndpoint.URLS);
        System.clearProperty(TokenEndpoint.FILES);
    }

    @Test
    void allowsWhatTheConfigurationNamesBesideWhatIsAllowed() {
        System.setProperty(TokenEndpoint.URLS, "https://other/token");
        Map<String, String> kafka = Map.of(
                "sasl.oauthbearer.token.endpoint.url",
                "https://identity/token",
                "consumer.sasl.oauthbearer.token.endpoint.url",
                "https://identity/token",
                "bootstrap.servers",
                "b");
        TokenEndpoint.allow(kafka);
        TokenEndpoint.allow(kafka);
        assertThat(System.getProperty(TokenEndpoint.URLS)).isEqualTo("https://other/token,https://identity/token");
        assertThat(System.getProperty(TokenEndpoint.FILES)).isNull();
    }

    @Test
    void allowsFilesByTheirPaths() {
        TokenEndpoint.allow(Map.of("sasl.oauthbearer.token.endpoint.url", "file:///var/run/secrets/tokens/kafka"));
        TokenEndpoint.allow(Map.of("sasl.oauthbearer.assertion.private.key.file", "/run/secrets/key.pem"));
        assertThat(System.getProperty(TokenEndpoint.URLS)).isEqualTo("file:///var/run/secrets/tokens/kafka");
        assertThat(System.getProperty(TokenEndpoint.FILES))
                .isEqualTo("/var/run/secrets/tokens/kafka,/run/secrets/key.pem");
    }

    @Test
    void allowsNothingWithoutAnEndpoint() {
        TokenEndpoint.allow(Map.of("bootstrap.servers", "b"));
        assertThat(System.getProperty(TokenEndpoint.URLS)).isNull();
    }
}
