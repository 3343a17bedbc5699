// SPDX-License-Identifier: Apache-2.0
package io.perennial.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.config.ConfigurationRefused;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpEndpointTest {

    private static final Access ANYBODY = Access.of("127.0.0.1", List.of(), null);

    private final AtomicReference<State> state = new AtomicReference<>(State.CREATED);
    private final AtomicBoolean started = new AtomicBoolean();
    private final HttpEndpoint endpoint =
            HttpEndpoint.start("127.0.0.1", 0, ANYBODY, served("perennial_record_events_total 1.0\n"));

    private HttpEndpoint.Served served(String metrics) {
        return new HttpEndpoint.Served(
                () -> metrics, () -> new Health(state.get(), started.get(), 42), Optional.empty(), Optional.empty());
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void servesMetricsAsPrometheusText() throws Exception {
        HttpResponse<String> response = get("/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body()).isEqualTo("perennial_record_events_total 1.0\n");
        assertThat(response.headers().firstValue("server")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CREATED, 200, 503",
        "REBALANCING, 200, 503",
        "RUNNING, 200, 200",
        "PENDING_SHUTDOWN, 200, 503",
        "NOT_RUNNING, 503, 503",
        "PENDING_ERROR, 503, 503",
        "ERROR, 503, 503"
    })
    void followsTheStateOfKafkaStreams(State now, int live, int ready) throws Exception {
        state.set(now);

        assertThat(get("/health/live").statusCode()).isEqualTo(live);
        assertThat(get("/health/ready").statusCode()).isEqualTo(ready);
        assertThat(get("/health/ready").body())
                .isEqualTo("{\"healthy\":" + (ready == 200) + ",\"state\":\"" + now + "\",\"restoring\":42}");
    }

    @Test
    void hasStartedOnceItWasReady() throws Exception {
        assertThat(get("/health/started").statusCode()).isEqualTo(503);
        started.set(true);
        state.set(State.REBALANCING);

        assertThat(get("/health/started").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void knowsNothingElse() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/health").statusCode()).isEqualTo(404);
        assertThat(get("/metrics/../etc").statusCode()).isIn(400, 404);
    }

    @Test
    void listensNoLongerOnceClosed() {
        int port = endpoint.port();
        endpoint.close();

        assertThat(port).isPositive();
        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void saysThatTheAddressIsTaken() {
        assertThatThrownBy(() -> HttpEndpoint.start("127.0.0.1", endpoint.port(), ANYBODY, served("")))
                .isInstanceOf(ConfigurationRefused.class)
                .hasMessageContaining("observe.port refused: expected a free port")
                .hasMessageContaining("Address already in use");
        // An address of RFC 5737, which no machine has.
        assertThatThrownBy(() -> HttpEndpoint.start("192.0.2.1", 0, ANYBODY, served("")))
                .isInstanceOf(ConfigurationRefused.class)
                .hasMessageContaining("192.0.2.1");
    }
}
