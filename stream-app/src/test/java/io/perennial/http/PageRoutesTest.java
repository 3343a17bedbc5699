// SPDX-License-Identifier: Apache-2.0
package io.perennial.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.page.CheckpointSource;
import io.perennial.page.Page;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageRoutesTest {

    private static final String TOKEN = "correct horse battery";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final CheckpointSource store = partition -> List.of(new CheckpointSource.Listed(
            "v" + partition, 7, "bde0", "digits@1", Instant.parse("2026-11-24T12:00:00Z"), Map.of()));
    private final BlockingQueue<String> commands = new LinkedBlockingQueue<>();
    private final ServedPage served = ServedPage.to(
            Access.of("127.0.0.1", List.of("perennial.example"), TOKEN),
            Optional.of(store),
            Optional.of(this::command));
    private final Page page = served.page();
    private final HttpEndpoint endpoint = served.endpoint();
    private final HttpClient client = HttpClient.newHttpClient();

    private String command(byte[] body) {
        commands.add(new String(body, UTF_8));
        return "42";
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private String raw(String request) throws Exception {
        return RawHttp.send(endpoint.port(), request.replace("PORT", Integer.toString(endpoint.port())));
    }

    private String post(String headers) throws Exception {
        return raw("POST /control HTTP/1.1\n" + headers + "Content-Length: 20\n\n{\"command\":\"pause\"}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8, <!doctype html>",
        "/page.css, text/css; charset=utf-8, SPDX",
        "/page.js, text/javascript; charset=utf-8, SPDX",
        "/vendor/uPlot.esm.js, text/javascript; charset=utf-8, uPlot",
        "/icon.svg, image/svg+xml, <svg"
    })
    void servesTheFilesOfThePage(String path, String type, String content) throws Exception {
        HttpResponse<String> file = get(path);

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.body()).contains(content);
        assertThat(file.headers().firstValue("content-type").orElse("").replace("; ", ";"))
                .isEqualTo(type.replace("; ", ";"));
        assertThat(file.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(file.headers().firstValue("content-security-policy").orElse(""))
                .contains("default-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(file.headers().firstValue("access-control-allow-origin")).isEmpty();

        String etag = file.headers().firstValue("etag").orElseThrow();
        HttpResponse<String> again =
                client.send(request(path).header("If-None-Match", etag).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../page.css/x",
                "/..%2f..%2fetc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "//etc/passwd",
                "/vendor/",
                "/vendor/../Page.class",
                "/vendor/LICENSE",
                "/page.js%00.css",
                "/Page.class",
                "/web/page.js",
                "/package.html",
                "/api",
                "/api/",
                "/api/../control",
                "/api/stream/x"
            })
    void servesNothingElse(String path) throws Exception {
        String answer = raw("GET " + path + " HTTP/1.1\nHost: 127.0.0.1:PORT\n\n");

        assertThat(RawHttp.status(answer)).as(answer).isIn(400, 404, 405);
        assertThat(answer).doesNotContain("root:", "CAFEBABE", "SPDX");
    }

    @Test
    void tellsThisMomentAndTheLastHalfHourAsJson() throws Exception {
        HttpResponse<String> now = get("/api/now");
        assertThat(now.headers().firstValue("content-type")).contains("application/json");
        assertThat(now.headers().firstValue("cache-control")).contains("no-store");
        assertThat(MAPPER.readTree(now.body()).path("sentence").asText()).isEqualTo("Waiting for events.");
        assertThat(MAPPER.readTree(get("/api/history").body()).has("times")).isTrue();
    }

    @Test
    void listsCheckpoints() throws Exception {
        JsonNode list = MAPPER.readTree(get("/api/checkpoints?partition=3").body());
        assertThat(list.path("partition").asInt()).isEqualTo(3);
        assertThat(list.path("checkpoints").get(0).path("version").asText()).isEqualTo("v3");
        assertThat(MAPPER.readTree(get("/api/checkpoints").body())
                        .path("partition")
                        .asInt())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "99999999999999999999", "1000001", "0%20", ""})
    void refusesPartitionsThatCannotBe(String partition) throws Exception {
        HttpResponse<String> refused = get("/api/checkpoints?partition=" + partition);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("partition refused: expected a number from 0 to 1000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:PORT", "localhost:PORT", "LOCALHOST", "[::1]:PORT", "perennial.example"})
    void mayBeAskedForByItsNames(String host) throws Exception {
        assertThat(RawHttp.status(raw("GET /api/now HTTP/1.1\nHost: " + host + "\n\n")))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example:PORT", "127.0.0.1.evil.example", "localhost.evil.example", "[::2]", "0.0.0.0"})
    void mayNotBeAskedForByOthers(String host) throws Exception {
        for (String path : List.of("/", "/page.js", "/api/now", "/api/history", "/api/checkpoints", "/api/stream")) {
            String answer = raw("GET " + path + " HTTP/1.1\nHost: " + host + "\n\n");
            assertThat(RawHttp.status(answer)).as(path).isEqualTo(403);
            assertThat(answer).contains("set observe.names").doesNotContain("evil");
        }
        assertThat(RawHttp.status(raw("GET /health/ready HTTP/1.1\nHost: " + host + "\n\n")))
                .as("probes ask by address")
                .isEqualTo(200);
    }

    @Test
    void anAddressForAllIsAskedForByAnyNameUnlessNamesAreGiven() throws Exception {
        for (boolean named : new boolean[] {false, true}) {
            Access access = Access.of("0.0.0.0", named ? List.of("perennial.example") : List.of(), null);
            HttpEndpoint open = HttpEndpoint.start(
                    "0.0.0.0",
                    0,
                    access,
                    new HttpEndpoint.Served(
                            () -> "", () -> new Health(State.RUNNING, true, 0), Optional.of(page), Optional.empty()));
            try {
                String answer = RawHttp.send(open.port(), "GET /api/now HTTP/1.1\nHost: cluster.example\n\n");
                assertThat(RawHttp.status(answer)).isEqualTo(named ? 403 : 200);
                answer = RawHttp.send(
                        open.port(),
                        "POST /control HTTP/1.1\nHost: localhost\nContent-Type: application/json\nContent-Length: 2\n\n{}");
                assertThat(RawHttp.status(answer)).as("no commands are taken").isEqualTo(404);
            } finally {
                open.close();
            }
        }
    }

    @Test
    void takesCommandsFromWhoeverKnowsTheToken() throws Exception {
        String own = "Host: 127.0.0.1:PORT\nAuthorization: Bearer " + TOKEN + "\n";
        assertThat(post(own + "Content-Type: application/json\n")).contains("202", "{\"id\":\"42\"}");
        assertThat(post(own + "Content-Type: application/json; charset=utf-8\nOrigin: http://127.0.0.1:PORT\n"
                        + "Sec-Fetch-Site: same-origin\n"))
                .contains("202");
        assertThat(post(own + "Content-Type: application/json\nOrigin: https://perennial.example\n"))
                .as("behind a proxy that asks by another name")
                .contains("202");
        assertThat(commands).hasSize(3).first().asString().startsWith("{\"command\":\"pause\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | application/json | ''",
                "401 | application/json | Authorization: Bearer wrong horse battery",
                "401 | application/json | Authorization: Bearer",
                "401 | application/json | Authorization: Basic Y29ycmVjdA==",
                "401 | application/json | Authorization: correct horse battery",
                "415 | text/plain | Authorization: Bearer correct horse battery",
                "415 | application/x-www-form-urlencoded | Authorization: Bearer correct horse battery",
                "403 | application/json | Authorization: Bearer correct horse battery;Origin: http://evil.example",
                "403 | application/json | Authorization: Bearer correct horse battery;Origin: null",
                "403 | application/json | Authorization: Bearer correct horse battery;Origin: http://127.0.0.1:1",
                "403 | application/json | Authorization: Bearer correct horse battery;Sec-Fetch-Site: cross-site",
                "403 | application/json | Authorization: Bearer correct horse battery;Sec-Fetch-Site: same-site"
            })
    void takesNoCommandsFromOthers(int status, String type, String headers) throws Exception {
        String lines = headers.isEmpty() ? "" : headers.replace(";", "\n") + "\n";
        String answer = post("Host: 127.0.0.1:PORT\nContent-Type: " + type + "\n" + lines);

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(status);
        assertThat(answer).contains("command refused: expected").doesNotContain("horse");
        assertThat(answer.contains("WWW-Authenticate: Bearer")).isEqualTo(status == 401);
        assertThat(commands).isEmpty();
    }

    @Test
    void refusesHugeBodies() throws Exception {
        HttpRequest request = request("/control")
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1 << 20]))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(413);
        assertThat(commands).isEmpty();
    }

    @Test
    void servesNoPageWhereNoneIsWanted() throws Exception {
        HttpEndpoint bare = HttpEndpoint.start(
                "127.0.0.1",
                0,
                Access.of("127.0.0.1", List.of(), null),
                new HttpEndpoint.Served(
                        () -> "", () -> new Health(State.RUNNING, true, 0), Optional.empty(), Optional.empty()));
        try {
            for (String path : List.of("/", "/api/now", "/api/stream", "/page.js")) {
                String answer = RawHttp.send(bare.port(), "GET " + path + " HTTP/1.1\nHost: localhost\n\n");
                assertThat(RawHttp.status(answer)).as(path).isEqualTo(404);
            }
        } finally {
            bare.close();
        }
    }
}
