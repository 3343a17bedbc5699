// SPDX-License-Identifier: Apache-2.0
package io.perennial.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityHeadersTest {

    private final ServedPage served = ServedPage.to(
            Access.of("127.0.0.1", List.of(), "correct horse battery"), Optional.empty(), Optional.of(body -> "42"));
    private final HttpEndpoint endpoint = served.endpoint();

    @AfterEach
    void stop() {
        served.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET /metrics, localhost, 200",
        "GET /health/ready, localhost, 200",
        "GET /api/now, localhost, 200",
        "GET /api/history, localhost, 200",
        "GET /api/checkpoints?partition=x, localhost, 400",
        "GET /api/now, evil.example, 403",
        "GET /api/stream, evil.example, 403",
        "POST /control, localhost, 415",
        "GET /none, localhost, 404"
    })
    void everyAnswerIsKeptNowhereAndRunsNowhere(String request, String host, int status) throws Exception {
        String answer = RawHttp.send(endpoint.port(), request + " HTTP/1.1\nHost: " + host + "\nContent-Length: 0\n\n");

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(status);
        assertThat(answer)
                .contains(
                        "X-Content-Type-Options: nosniff",
                        "Cache-Control: no-store",
                        "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
                        "X-Frame-Options: DENY",
                        "Referrer-Policy: no-referrer",
                        "Cross-Origin-Resource-Policy: same-origin")
                .doesNotContain("Access-Control-Allow", "Set-Cookie", "Server:");
    }

    @ParameterizedTest
    @CsvSource({"/", "/page.js", "/page.css"})
    void thePageRunsItsOwnFilesAlone(String path) throws Exception {
        String answer = RawHttp.send(endpoint.port(), "GET " + path + " HTTP/1.1\nHost: localhost\n\n");

        assertThat(RawHttp.status(answer)).isEqualTo(200);
        assertThat(answer)
                .contains(
                        "Content-Security-Policy: default-src 'self'; base-uri 'none'; form-action 'none'",
                        "Cache-Control: no-cache",
                        "X-Content-Type-Options: nosniff",
                        "X-Frame-Options: DENY",
                        "Referrer-Policy: no-referrer")
                .doesNotContain("default-src 'none'", "unsafe", "no-store");
    }
}
