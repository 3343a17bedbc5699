// SPDX-License-Identifier: Apache-2.0
package io.perennial.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.harness.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A real Prometheus that reads one service every second and has the shipped rules. */
public final class Prometheus implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ChildProcess process;
    private final String address;

    /**
     * @param directory for its configuration, its data and its log
     * @param port of the service, on the loopback address
     */
    public Prometheus(Path directory, int port) throws IOException {
        Path configuration = directory.resolve("prometheus.yml");
        Files.writeString(
                configuration,
                "global: {scrape_interval: 1s, evaluation_interval: 1s}\n"
                        + "rule_files: [\"" + Rules.FILE.toRealPath() + "\"]\n"
                        + "scrape_configs:\n"
                        + "  - job_name: demo\n"
                        + "    static_configs: [{targets: [\"127.0.0.1:" + port + "\"]}]\n");
        int own = free();
        address = "http://127.0.0.1:" + own;
        process = ChildProcess.start(
                directory.resolve("prometheus.log"),
                List.of(
                        Promtool.program("prometheus").toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + own));
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Names of all that it has read and recorded. */
    public Set<String> names() throws IOException, InterruptedException {
        Set<String> names = new TreeSet<>();
        get("/api/v1/label/__name__/values").forEach(name -> names.add(name.asText()));
        return names;
    }

    /** All rules, with what became of them. */
    public List<JsonNode> rules() throws IOException, InterruptedException {
        return get("/api/v1/rules").findValues("rules").stream()
                .flatMap(rules -> {
                    List<JsonNode> each = new ArrayList<>();
                    rules.forEach(each::add);
                    return each.stream();
                })
                .toList();
    }

    /** What an expression is now: one element for each series. */
    public JsonNode query(String expression) throws IOException, InterruptedException {
        return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .get("result");
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path)).build();
        JsonNode answer = JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        if (!answer.path("status").asText().equals("success")) {
            throw new IllegalStateException("Prometheus refused " + path + ": " + answer);
        }
        return answer.get("data");
    }

    @Override
    public void close() {
        process.close();
    }
}
