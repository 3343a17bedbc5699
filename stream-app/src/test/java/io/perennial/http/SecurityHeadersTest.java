// SPDX-License-Identifier: Apache-2.0
package io.perennial.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perennial.page.Page;
import io.perennial.page.Shown;
import io.perennial.store.InputContract;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityHeadersTest {

    private final Page page = new Page(
            new Shown(
                    "app",
                    "digits@1",
                    "perennial",
                    new InputContract("x", new int[] {4}, 0, 1),
                    true,
                    false,
                    true,
                    Optional.empty()),
            new SimpleMeterRegistry(),
            () -> State.RUNNING,
            Clock.systemUTC());
    private final HttpEndpoint endpoint = HttpEndpoint.start(
            "127.0.0.1",
            0,
            Access.of("127.0.0.1", List.of(), "correct horse battery"),
            new HttpEndpoint.Served(
                    () -> "metrics",
                    () -> new Health(State.RUNNING, true, 0),
                    Optional.of(page),
                    Optional.of(body -> "42")));

    @AfterEach
    void stop() {
        endpoint.close();
        page.close();
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
