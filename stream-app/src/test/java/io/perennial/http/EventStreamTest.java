// SPDX-License-Identifier: Apache-2.0
package io.perennial.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.observe.Happenings;
import io.perennial.page.Page;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int MANY = 100;

    private final ServedPage served =
            ServedPage.to(Access.of("127.0.0.1", List.of(), null), Optional.empty(), Optional.empty());
    private final Page page = served.page();
    private final HttpEndpoint endpoint = served.endpoint();
    private final List<Listener> listeners = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Listener listener : listeners) {
            listener.socket.close();
        }
        served.close();
    }

    /** A reader on a socket of its own. */
    private final class Listener {
        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1), 1024);

        Listener(String lastId) throws IOException {
            socket.setSoTimeout((int) LONG.toMillis());
            String header = lastId == null ? "" : "Last-Event-ID: " + lastId + "\r\n";
            String request = "GET /api/stream HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n";
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            listeners.add(this);
        }

        /** What follows the next line that begins so. */
        String next(String beginning) throws IOException {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(beginning)) {
                    return line.substring(beginning.length());
                }
            }
            return null;
        }
    }

    private int get(String path) throws IOException {
        return RawHttp.status(RawHttp.send(endpoint.port(), "GET " + path + " HTTP/1.1\nHost: localhost\n\n"));
    }

    @Test
    void tellsTheHistoryFirstAndThenEachSecond() throws Exception {
        page.read();
        Listener listener = new Listener(null);
        assertThat(listener.next("HTTP/1.1 ")).isEqualTo("200 OK");
        assertThat(listener.next("Content-Type: ")).startsWith("text/event-stream");
        assertThat(listener.next("retry: ")).isEqualTo("2000");
        String id = listener.next("id: ");
        assertThat(listener.next("event: ")).isEqualTo("history");
        assertThat(listener.next("data: "))
                .startsWith("{\"continues\":false,\"times\":[")
                .endsWith("}");
        page.read();
        assertThat(listener.next("id: ")).isNotEqualTo(id);
        assertThat(listener.next("event: ")).isEqualTo("now");
        assertThat(listener.next("data: ")).contains("\"sentence\":\"Waiting for events.\"");

        Listener again = new Listener(id);
        assertThat(again.next("data: ")).startsWith("{\"continues\":true,");
    }

    @Test
    void startsByItself() throws Exception {
        page.start();
        Listener listener = new Listener(null);
        assertThat(listener.next("event: ")).isEqualTo("history");
        assertThat(listener.next("event: ")).isEqualTo("now");
        assertThat(listener.next("event: ")).isEqualTo("now");
    }

    @Test
    void readersHoldNoThreads() throws Exception {
        for (int i = 0; i < Page.MOST_READERS; i++) {
            assertThat(new Listener(null).next("event: ")).isEqualTo("history");
        }
        assertThat(get("/metrics")).isEqualTo(200);
        assertThat(get("/api/now")).isEqualTo(200);
        assertThat(get("/api/stream")).as("one too many").isEqualTo(503);

        page.read();
        for (Listener listener : listeners) {
            assertThat(listener.next("event: ")).isEqualTo("now");
        }
        for (Listener listener : listeners.subList(0, 10)) {
            listener.socket.close();
        }
        await().atMost(LONG).untilAsserted(() -> {
            page.read(); // writing to them is how one learns that they are gone
            assertThat(new Listener(null).next("HTTP/1.1 ")).isEqualTo("200 OK");
        });
    }

    @Test
    void aReaderWhoDoesNotReadIsLetGoAndNobodyWaitsForIt() throws Exception {
        Listener slow = new Listener(null);
        assertThat(slow.next("event: ")).isEqualTo("history");
        Listener other = new Listener(null);
        assertThat(other.next("event: ")).isEqualTo("history");
        String message = "x".repeat(25_000);

        // Half a megabyte each: more than the buffers of both sides of a connection can take.
        for (int i = 0; i < MANY; i++) {
            page.refused(new Happenings.DeadRecord("events", 0, i, "empty", message));
            page.read();
            assertThat(other.next("event: ")).isEqualTo("now");
        }
        int told = 0;
        while (slow.next("event: ") != null) {
            told++;
        }
        assertThat(told).isPositive().isLessThan(MANY);
        assertThat(get("/metrics")).isEqualTo(200);
    }
}
